//! Rooms, conferences and streams.

use signalwire_rest::types::*;

use super::{NOWHERE, assert_last, assert_not_found, setup};

#[tokio::test]
async fn lifecycle_of_a_room() {
    let (running, client) = setup().await;
    let rooms = client.video().rooms();
    let made = rooms
        .create(VideoRoomCreate::new("throne-room").max_members(6).layout(VideoRoomLayout::V3x3))
        .await
        .unwrap();
    assert_last(&running, "create_room", "POST", "/api/video/rooms");
    assert_eq!(
        (made.name.as_str(), made.max_members, &made.layout),
        ("throne-room", 6, &VideoRoomLayout::V3x3)
    );
    let item = format!("/api/video/rooms/{}", made.id);
    assert_eq!(rooms.get(&made.id).include_active_session(true).await.unwrap(), made);
    assert_last(&running, "get_room", "GET", &item);
    assert_eq!(rooms.get_by_name("throne-room").await.unwrap(), made);
    assert_last(&running, "get_room", "GET", "/api/video/rooms/throne-room");
    assert_not_found(rooms.get_by_name("no-such-room").await, "get_room");
    assert_last(&running, "get_room", "GET", "/api/video/rooms/no-such-room");
    let changed = rooms.update(&made.id, VideoRoomUpdate::new().display_name("Throne room")).await.unwrap();
    assert_last(&running, "update_room", "PUT", &item);
    assert_eq!(changed.display_name.as_deref(), Some("Throne room"));
    assert_eq!(rooms.list().await.unwrap().data, [changed]);

    let stream =
        rooms.create_stream(&made.id, VideoStreamCreate::new("rtmp://example.com/live")).await.unwrap();
    assert_last(&running, "create_room_stream", "POST", &format!("{item}/streams"));
    assert_eq!(stream.url.as_deref(), Some("rtmp://example.com/live"));
    assert_eq!(rooms.list_streams(&made.id).await.unwrap().data.len(), 1);

    let token = client
        .video()
        .room_tokens()
        .create(VideoRoomTokenCreate::new("throne-room").join_as(VideoJoinAs::Audience))
        .await
        .unwrap();
    assert_last(&running, "create_room_token", "POST", "/api/video/room_tokens");
    assert_eq!(format!("{:?}", token.token), "Secret(***)");
    rooms.delete(&made.id).await.unwrap();
    assert_not_found(rooms.delete(&made.id).await, "delete_room");
}

#[tokio::test]
async fn lifecycle_of_a_conference() {
    let (running, client) = setup().await;
    let conferences = client.video().conferences();
    let made = conferences
        .create(VideoConferenceCreate::new("Council").name("council").quality(VideoQuality::V1080p))
        .await
        .unwrap();
    assert_last(&running, "create_video_conference", "POST", "/api/video/conferences");
    assert_eq!((made.name.as_str(), &made.quality), ("council", &VideoQuality::V1080p));
    assert_eq!(conferences.get(&made.id).await.unwrap(), made);
    let tokens = conferences.list_tokens(&made.id).await.unwrap();
    assert_last(
        &running,
        "list_conference_tokens",
        "GET",
        &format!("/api/video/conferences/{}/conference_tokens", made.id),
    );
    assert_eq!(tokens.data.len(), 1);
    let sessions = client.video().room_sessions().list().await.unwrap();
    assert_last(&running, "list_room_sessions", "GET", "/api/video/room_sessions");
    let members = client.video().room_sessions().list_members(&sessions.data[0].id).await.unwrap();
    assert_eq!(members.data.len(), 1);
    assert_not_found(client.video().streams().get(NOWHERE).await, "get_stream");
}
