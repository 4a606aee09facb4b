//! Logs, projects and documents.

use signalwire_rest::types::*;

use super::{NOWHERE, assert_last, assert_not_found, setup};

#[tokio::test]
async fn logs_are_listed_and_read() {
    let (running, client) = setup().await;
    let faxes = client.fax().logs().list().created_after("2026-01-01").page_size(5).await.unwrap();
    assert_last(&running, "list_fax_logs", "GET", "/api/fax/logs");
    let fax = client.fax().logs().get(&faxes.data[0].id).await.unwrap();
    assert_last(&running, "get_fax_log", "GET", &format!("/api/fax/logs/{}", fax.id));
    assert_eq!(
        (fax.source.as_str(), fax.type_.as_str(), &fax.status),
        ("laml", "laml_call", &FaxStatus::Queued)
    );
    assert_not_found(client.fax().logs().get(NOWHERE).await, "get_fax_log");

    let conferences = client.logs().conferences().list().await.unwrap();
    assert_last(&running, "list_conferences", "GET", "/api/logs/conferences");
    assert!(
        matches!(&conferences.data[0], ConferenceLog::CxmlConferenceLog(log) if log.type_ == "cxml_conference")
    );

    let calls = client.voice().logs().list().await.unwrap();
    assert_last(&running, "list_voice_logs", "GET", "/api/voice/logs");
    let VoiceLog::RelayVoiceLog(call) = &calls.data[0] else { panic!("{calls:?}") };
    let again = client.voice().logs().get(&call.id).await.unwrap();
    assert_last(&running, "get_voice_log", "GET", &format!("/api/voice/logs/{}", call.id));
    assert_eq!(again, calls.data[0]);
    let events = client.voice().logs().list_events(&call.id).await.unwrap();
    assert_last(&running, "list_voice_log_events", "GET", &format!("/api/voice/logs/{}/events", call.id));
    assert_eq!(events.data[0].level, VoiceLogEventLevel::Info);
    assert_not_found(client.voice().logs().get(NOWHERE).await, "get_voice_log");
}

#[test]
fn each_kind_of_voice_log_is_discriminated_by_its_type() {
    let common = |kind: &str| {
        serde_json::json!({
            "id": "1", "from": "a", "to": "b", "source": "realtime_api", "charge": 0.5, "charge_details": [],
            "created_at": "2026-01-31T12:00:00Z", "type": kind, "url": null, "direction": "inbound", "status": null,
        })
    };
    let fabric: VoiceLog = serde_json::from_value(common("fabric_subscriber_device_leg")).unwrap();
    assert!(matches!(fabric, VoiceLog::FabricVoiceLog(_)), "{fabric:?}");
    let text = serde_json::json!({ "id": "1", "discarded_at": "x", "created_at": "y" });
    let discarded: VoiceLog = serde_json::from_value(text.clone()).unwrap();
    assert!(matches!(discarded, VoiceLog::DiscardedVoiceLog(_)), "{discarded:?}");
    assert_eq!(serde_json::to_value(discarded).unwrap(), text);
}

#[tokio::test]
async fn a_project_lives() {
    let (running, client) = setup().await;
    let projects = client.projects();
    let made = projects.create(ProjectCreate::new("Alderaan").protect_recordings(true)).await.unwrap();
    assert_last(&running, "create_subproject", "POST", "/api/projects");
    assert_eq!((made.name.as_str(), made.protect_recordings), ("Alderaan", true));
    assert_eq!(format!("{:?}", made.signing_key), "Secret(***)");
    let changed = projects.update(&made.id, ProjectUpdate::new().name("Hoth")).await.unwrap();
    assert_last(&running, "update_project", "PATCH", &format!("/api/projects/{}", made.id));
    assert_eq!(changed.name, "Hoth");
    assert_eq!(projects.get(&made.id).await.unwrap(), changed);
    assert_eq!(projects.list().await.unwrap().data, [changed]);
    projects.rotate_signing_key(&made.id).await.unwrap();
    assert_last(
        &running,
        "rotate_signing_key",
        "POST",
        &format!("/api/projects/{}/signing-key/rotate", made.id),
    );
    projects.delete(&made.id).await.unwrap();
    assert_last(&running, "delete_subproject", "DELETE", &format!("/api/projects/{}", made.id));
    assert_not_found(projects.get(&made.id).await, "get_project");
}

#[tokio::test]
async fn a_token_lives() {
    let (running, client) = setup().await;
    let tokens = client.project().tokens();
    let made = tokens.create(ApiTokenCreate::new("ci", [ApiTokenPermission::Calling])).await.unwrap();
    assert_last(&running, "create_token", "POST", "/api/project/tokens");
    assert_eq!(made.permissions, [ApiTokenPermission::Calling]);
    assert!(!made.token.expose().is_empty());
    let changed = tokens.update(&made.id, ApiTokenUpdate::new().name("cd")).await.unwrap();
    assert_last(&running, "update_token", "PATCH", &format!("/api/project/tokens/{}", made.id));
    assert_eq!(changed.name, "cd");
    tokens.delete(&made.id).await.unwrap();
    assert_last(&running, "delete_token", "DELETE", &format!("/api/project/tokens/{}", made.id));
    assert_not_found(tokens.delete(NOWHERE).await, "delete_token");
}

#[tokio::test]
async fn a_document_lives() {
    let (running, client) = setup().await;
    let documents = client.datasphere().documents();
    let sliding = DatasphereSlidingChunks::new("https://example.com/plans.pdf")
        .chunk_size(40)
        .overlap_size(5)
        .tags(["plans"]);
    let made = documents.create(sliding).await.unwrap();
    assert_last(&running, "create_document", "POST", "/api/datasphere/documents");
    assert_eq!((made.tags.as_slice(), made.chunk_size), (&["plans".to_owned()][..], Some(40)));
    let changed = documents.update(&made.id, DatasphereDocumentUpdate::new(["stolen"])).await.unwrap();
    assert_last(&running, "update_document", "PATCH", &format!("/api/datasphere/documents/{}", made.id));
    assert_eq!(changed.tags, ["stolen"]);
    assert_eq!(documents.get(&made.id).await.unwrap(), changed);
    assert_eq!(documents.list().await.unwrap().data, [changed]);
    let found = documents.search(DatasphereSearch::new("exhaust port").count(1)).await.unwrap();
    assert_last(&running, "search_documents", "POST", "/api/datasphere/documents/search");
    assert_eq!(found.chunks.len(), 1);
    let chunks = documents.chunks(&made.id);
    let base = format!("/api/datasphere/documents/{}/chunks", made.id);
    let chunk = chunks.list().await.unwrap().data.remove(0);
    assert_last(&running, "list_document_chunks", "GET", &base);
    assert_eq!(chunks.get(&chunk.id).await.unwrap(), chunk);
    assert_last(&running, "get_document_chunk", "GET", &format!("{base}/{}", chunk.id));
    chunks.delete(&chunk.id).await.unwrap();
    assert_last(&running, "delete_document_chunk", "DELETE", &format!("{base}/{}", chunk.id));
    assert_not_found(chunks.get(&chunk.id).await, "get_document_chunk");
    documents.delete(&made.id).await.unwrap();
    assert_last(&running, "delete_document", "DELETE", &format!("/api/datasphere/documents/{}", made.id));
}
