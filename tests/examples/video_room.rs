//! Opens a video room and makes a token with which a browser joins it.

use signalwire_rest::Client;
use signalwire_rest::types::{VideoJoinAs, VideoRoomCreate, VideoRoomTokenCreate};

#[tokio::main]
async fn main() -> signalwire_rest::Result<()> {
    let token = run(&Client::from_env()?, "stand-up", "leia").await?;
    println!("{token}");
    Ok(())
}

/// Makes the room unless it exists, and returns a token for this user.
pub async fn run(client: &Client, room: &str, user: &str) -> signalwire_rest::Result<String> {
    let rooms = client.video().rooms();
    match rooms.get_by_name(room).await {
        Ok(_) => {}
        Err(error) if error.is_not_found() => {
            rooms.create(VideoRoomCreate::new(room).max_members(12)).await?;
        }
        Err(error) => return Err(error),
    }
    let token = VideoRoomTokenCreate::new(room).user_name(user).join_as(VideoJoinAs::Member);
    Ok(client.video().room_tokens().create(token).await?.token.expose().to_owned())
}
