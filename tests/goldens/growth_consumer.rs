//! A program that uses a crate in every way that must go on compiling when the API grows (`growth.yaml`).

use std::time::Duration;

use grown::things::{GetThings, ListThings, PaintThings};
use grown::types::{Color, SayOptions, Script, Step, Thing, ThingCreate, ThingList, WaitOptions};
use grown::{Call, Client, Page, Response, Result};

/// Any call.
pub async fn urgent<T: Send + 'static, O>(call: Call<T, O>) -> Result<Response<T>> {
    call.timeout(Duration::from_secs(1)).deadline(Duration::from_secs(2)).retries(0).with_response().await
}

/// Any list.
pub async fn all<T: Page, O>(list: Call<T, O>) -> Result<Vec<T::Item>> {
    let (mut items, mut found) = (list.items(), Vec::new());
    while let Some(item) = items.try_next().await? {
        found.push(item);
    }
    Ok(found)
}

/// Any call, its operation forgotten.
pub async fn converted<T: Send + 'static>(call: impl Into<Call<T>>) -> Result<T> {
    call.into().await
}

/// Any future.
pub async fn awaited<T>(call: impl IntoFuture<Output = Result<T>>) -> Result<T> {
    call.await
}

/// Calls that are kept, by their names.
#[derive(Clone, Debug)]
pub struct Kept {
    pub list: Call<ThingList, ListThings>,
    pub get: Call<Thing, GetThings>,
    pub paint: Call<Thing, PaintThings>,
    pub any: Vec<Call<Thing>>,
}

/// A script, of constructors that spare what is around values.
pub fn script() -> Script {
    let said = SayOptions::new("Good bye.");
    Script::main([Step::say("Hello."), Step::wait(), Step::say(format!("It is {}.", 9))])
        .part("end", [Step::wait_with(WaitOptions::new().seconds(3)), Step::say(said)])
}

pub async fn run(client: Client) -> Result<Kept> {
    let things = client.things();
    let list = things.list().query("color", "red").header("X-Trace", "1").idempotency_key("k");
    let page: ThingList = list.clone().send().await?;
    let response: Response<ThingList> = list.clone().with_response().query("size", 1).timeout(Duration::ZERO).await?;
    let _ = list.clone().resume("/things?page=2").pages().try_next().await?;
    let create: Call<Thing, _> = things.create(ThingCreate::new(Color::Red)).header("X-Trace", "1");
    let made: Thing = create.clone().await?;
    let _ = things.create(ThingCreate::new("blue")).decode_as::<u8>().await?;
    let get = things.get(&made.id);
    let paint = things.paint(Color::Red).query("dry", true);
    let drop = things.drop().with_response().retries(1);
    let _: u8 = converted(things.get(1).decode_as()).await?;
    let _ = (urgent(list.clone()).await?, urgent(get.clone()).await?, urgent(drop).await?);
    let _ = (all(list.clone()).await?, converted(create.clone()).await?, awaited(paint.clone()).await?);
    let _ = things.run(script()).await?;
    match made.color {
        Color::Red => {}
        other => println!("{other} of {} and {}", page.data.len(), response.status()),
    }
    let any = vec![create.into(), get.clone().into(), paint.clone().into()];
    Ok(Kept { list, get, paint, any })
}
