//! A service for many customers, each with a project of their own: one pool of connections for all of them.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use signalwire_rest::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let shared = Client::from_env()?;
    let tenants = tenants(&shared, [("acme", "99d2f2ac-6a4e-4a5e-9d1c-0e7b3c1f6d10", "PT...")])?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    axum::serve(listener, service(tenants)).await?;
    Ok(())
}

/// The client of each customer, by the customer's name.
pub type Tenants = Arc<HashMap<String, Client>>;

/// A client for each customer, with their own credentials and the connections of the first.
pub fn tenants<'t>(
    shared: &Client,
    credentials: impl IntoIterator<Item = (&'t str, &'t str, &'t str)>,
) -> signalwire_rest::Result<Tenants> {
    let client = |(name, project, token): (&str, &str, &str)| {
        Ok((name.to_owned(), shared.with_credentials(project, token)?))
    };
    Ok(Arc::new(credentials.into_iter().map(client).collect::<signalwire_rest::Result<_>>()?))
}

/// `GET /{tenant}/numbers` returns how many phone numbers a customer has.
pub fn service(tenants: Tenants) -> Router {
    Router::new().route("/{tenant}/numbers", get(count)).with_state(tenants)
}

async fn count(State(tenants): State<Tenants>, Path(tenant): Path<String>) -> Result<String, StatusCode> {
    let client = tenants.get(&tenant).ok_or(StatusCode::NOT_FOUND)?;
    let mut numbers = client.phone_numbers().list().items();
    let mut count = 0;
    while numbers.try_next().await.map_err(|error| status(&error))?.is_some() {
        count += 1;
    }
    Ok(count.to_string())
}

/// What the caller of this service is told: whose fault it is, and no more.
fn status(error: &signalwire_rest::Error) -> StatusCode {
    match error.is_rate_limited() || error.is_timeout() {
        true => StatusCode::SERVICE_UNAVAILABLE,
        false => StatusCode::BAD_GATEWAY,
    }
}
