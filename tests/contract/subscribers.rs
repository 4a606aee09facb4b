//! The five operations of subscribers' SIP credentials.

use signalwire_rest::types::*;

use super::{NOWHERE, assert_last, assert_not_found, setup};

const LEIA: &str = "a87db7ed-8ebe-42e4-829f-8ba5a4152f54";

#[tokio::test]
async fn lifecycle() {
    let (running, client) = setup().await;
    let leia = client.fabric().subscribers().sip_endpoints(LEIA);
    let han = client.fabric().subscribers().sip_endpoints("b87db7ed-8ebe-42e4-829f-8ba5a4152f54");
    let base = format!("/api/fabric/resources/subscribers/{LEIA}/sip_endpoints");
    let made = leia
        .create(SubscriberSipCredentialCreate::new("leia", "help-me").encryption(SipEncryption::Default))
        .await
        .unwrap();
    assert_last(&running, "create_subscriber_sip_credential", "POST", &base);
    assert_eq!((made.username.as_str(), &made.encryption), ("leia", &SipEncryption::Default));
    let item = format!("{base}/{}", made.id);
    assert_eq!(leia.get(&made.id).await.unwrap(), made);
    assert_last(&running, "get_subscriber_sip_credential", "GET", &item);
    let changed = leia
        .update(&made.id, SubscriberSipCredentialUpdate::new().caller_id("General Organa"))
        .await
        .unwrap();
    assert_last(&running, "update_subscriber_sip_credential", "PATCH", &item);
    assert_eq!(changed.caller_id, "General Organa");
    assert_eq!(leia.list().await.unwrap().data, [changed]);
    assert_last(&running, "list_subscriber_sip_credentials", "GET", &base);
    assert_eq!(han.list().await.unwrap().data, [], "each subscriber has their own");
    assert_not_found(han.get(&made.id).await, "get_subscriber_sip_credential");
    leia.delete(&made.id).await.unwrap();
    assert_last(&running, "delete_subscriber_sip_credential", "DELETE", &item);
    assert_not_found(leia.delete(NOWHERE).await, "delete_subscriber_sip_credential");
    assert_not_found(
        leia.update(NOWHERE, SubscriberSipCredentialUpdate::new()).await,
        "update_subscriber_sip_credential",
    );
}
