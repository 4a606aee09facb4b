//! A service for a hundred tenants, who share one pool of connections.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use signalwire_rest::{Client, Error};

pub type Tenants = Arc<BTreeMap<String, Client>>;

pub fn tenants(shared: &Client, accounts: &[(String, String, String)]) -> Result<Tenants, Error> {
    let client = |(name, project, token): &(String, String, String)| {
        Ok((name.clone(), shared.with_credentials(project, token)?))
    };
    Ok(Arc::new(accounts.iter().map(client).collect::<Result<_, Error>>()?))
}

pub fn service(tenants: Tenants) -> Router {
    Router::new().route("/{tenant}/queues", get(count)).with_state(tenants)
}

async fn count(State(all): State<Tenants>, Path(name): Path<String>) -> Result<String, StatusCode> {
    let client = all.get(&name).ok_or(StatusCode::NOT_FOUND)?;
    let queues = client.queues().list().items().try_collect::<Vec<_>>().await;
    Ok(queues.map_err(|_| StatusCode::BAD_GATEWAY)?.len().to_string())
}
