//! Queues, number groups, tokens for people and verified caller ids.

use signalwire_rest::types::*;

use super::{NOWHERE, assert_last, assert_not_found, setup};

#[tokio::test]
async fn a_queue_lives() {
    let (running, client) = setup().await;
    let queues = client.queues();
    let made = queues.create(QueueCreate::new().max_size(3)).await.unwrap();
    assert_last(&running, "create_queue", "POST", "/api/relay/rest/queues");
    assert_eq!(queues.get(&made.id).await.unwrap(), made);
    let changed = queues.update(&made.id, QueueUpdate::new().max_size(7)).await.unwrap();
    assert_last(&running, "update_queue", "PUT", &format!("/api/relay/rest/queues/{}", made.id));
    assert_eq!((made.max_size, changed.max_size), (Some(3), Some(7)));
    assert_eq!(queues.list().await.unwrap().data, [changed]);
    let members = queues.members(&made.id).list().await.unwrap();
    assert_last(
        &running,
        "list_queue_members",
        "GET",
        &format!("/api/relay/rest/queues/{}/members", made.id),
    );
    assert_eq!(members.data.len(), 1);
    queues.delete(&made.id).await.unwrap();
    assert_not_found(queues.get(NOWHERE).await, "get_queue");
}

#[tokio::test]
async fn a_number_joins_a_group() {
    let (running, client) = setup().await;
    let groups = client.number_groups();
    let made = groups.create(NumberGroupCreate::new("support").sticky_sender(true)).await.unwrap();
    assert_eq!((made.name.as_str(), made.sticky_sender), ("support", true));
    let membership = groups.add(&made.id, NumberGroupMembershipCreate::new(NOWHERE)).await.unwrap();
    let path = format!("/api/relay/rest/number_groups/{}/number_group_memberships", made.id);
    assert_last(&running, "create_number_group_membership", "POST", &path);
    assert!(membership.id.to_uuid().is_some());
    assert_eq!(groups.list_memberships(&made.id).await.unwrap().data.len(), 1);
}

#[tokio::test]
async fn somebody_is_verified() {
    let (running, client) = setup().await;
    let sent = client.mfa().sms(MfaStart::new("+15551234567").token_length(4)).await.unwrap();
    assert_last(&running, "request_mfa_sms", "POST", "/api/relay/rest/mfa/sms");
    assert_eq!(sent.to, "+15551234567");
    client.mfa().verify(&sent.id, MfaVerify::new("1234")).await.unwrap();
    assert_last(&running, "verify_mfa_token", "POST", &format!("/api/relay/rest/mfa/{}/verify", sent.id));
    let callers = client.verified_callers();
    let made = callers.create(VerifiedCallerIdCreate::new("+15551234567").name("Leia")).await.unwrap();
    assert_eq!((made.name.as_deref(), made.number.as_str()), (Some("Leia"), "+15551234567"));
    let path = format!("/api/relay/rest/verified_caller_ids/{}/verification", made.id);
    callers.submit_verification(&made.id, VerifiedCallerIdCode::new("1234")).await.unwrap();
    assert_last(&running, "validate_verification_code", "PUT", &path);
    callers.redial_verification(&made.id).await.unwrap();
    assert_last(&running, "redial_verification_call", "POST", &path);
}
