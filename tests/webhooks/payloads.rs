//! Payloads: as documented, with less and with more than that, and of other events altogether.

use serde_json::{Value, json as value};
use signalwire_rest::types::{
    SwmlAction, SwmlActions, SwmlFunctionOutput, SwmlFunctionResponse, SwmlHangupAction,
};
use signalwire_rest::webhooks::{
    AiDebugWebhook, AiSwaigToolWebhook, CompatSmsStatusCallback, CompatVoiceStatusCallback, Event,
    InboundCall, MessageStatusCallback, Payload, StreamStatusCallback, WebhookError, acknowledge, reply,
};

use super::{form, json};

/// Reads a payload of any webhook; signatures are tested elsewhere.
fn read<P: Payload>(body: &Value) -> Result<P, WebhookError> {
    read_text(&body.to_string())
}

fn read_text<P: Payload>(body: &str) -> Result<P, WebhookError> {
    signed::<P>(json("https://example.com/hook", &[], body))
}

fn read_form<P: Payload>(body: &str) -> Result<P, WebhookError> {
    signed::<P>(form("https://example.com/hook", &[], body))
}

/// The simulator's own signatures are another implementation; here it is enough that the verifier accepts what it computes.
fn signed<P: Payload>(request: http::Request<Vec<u8>>) -> Result<P, WebhookError> {
    let signature = super::sign(&request, P::webhook());
    let (mut parts, body) = request.into_parts();
    parts.headers.insert("X-SignalWire-Signature", signature.parse().unwrap());
    super::verifier().verify_and_parse((parts, body))
}

fn inbound_call() -> Value {
    value!({
        "call": {
            "call_id": "3fa85f64", "node_id": "n", "segment_id": "s", "call_state": "created", "direction": "inbound",
            "type": "sip", "from": "sip:c3p0@example.com", "to": "sip:r2@example.com",
            "headers": [{"name": "X-Trace", "value": "1"}],
            "sip_data": {"sip_req_host": "example.com"},
            "project_id": "not-a-uuid", "space_id": "83b7a1ab-f2b5-4bb3-8fb1-7b2a5a3a3a3a", "mood": "sunny"
        },
        "vars": {}, "envs": {"KEY": 1}, "params": {}, "new": [1.50, 12345678901234567890_u64]
    })
}

#[test]
fn a_call_is_read_with_what_nobody_documented() {
    let body = inbound_call();
    let call: InboundCall = read(&body).unwrap();
    assert_eq!(call.call.from, "sip:c3p0@example.com");
    assert_eq!(call.call.direction.to_string(), "inbound");
    assert_eq!(call.call.headers[0].value, "1");
    assert_eq!(call.call.extra.get("mood"), Some(&value!("sunny")));
    assert_eq!(call.extra.get("new"), Some(&body["new"]));
    assert_eq!(call.call.project_id.as_str(), "not-a-uuid");
}

#[test]
fn less_than_documented_is_read_as_far_as_it_goes() {
    let mut body = inbound_call();
    body.as_object_mut().unwrap().remove("params");
    let call = body["call"].as_object_mut().unwrap();
    call.remove("segment_id");
    call.insert("call_state".to_owned(), Value::Null);
    call.insert("node_id".to_owned(), value!(7));
    call.insert("tag".to_owned(), value!({"a": 1}));
    let call: InboundCall = read(&body).unwrap();
    assert_eq!((call.call.segment_id.as_str(), call.call.node_id.as_str()), ("", "7"));
    assert_eq!(call.call.tag, None);
    // What does not fit its field is kept beside it.
    assert_eq!(call.call.extra.get("tag"), Some(&value!({"a": 1})));
}

#[test]
fn another_payload_is_an_error_with_its_place() {
    let error =
        read::<InboundCall>(&value!({"message": {}, "vars": {}, "envs": {}, "params": {}})).unwrap_err();
    assert_eq!(error.to_string(), "the payload cannot be read: it is missing at call");
    let error = read::<InboundCall>(&value!({"call": [], "vars": {}})).unwrap_err();
    assert_eq!(error.to_string(), "the payload cannot be read: expected an object, found a list at call");
    let error = read_form::<CompatSmsStatusCallback>("call=1").unwrap_err();
    assert!(error.to_string().contains("none of the fields of CompatSmsStatusCallback is there"), "{error}");
    for nonsense in ["", "  ", "[1,2]", "7", "{", "<html>", "\"text\""] {
        let error = read_text::<InboundCall>(nonsense).unwrap_err();
        assert!(matches!(error, WebhookError::Payload { .. }), "{nonsense}: {error}");
        assert_eq!(error.status(), 400);
    }
    let secret = read::<InboundCall>(&value!({"call": "hunter2"})).unwrap_err();
    assert!(!format!("{secret} {secret:?}").contains("hunter2"));
}

#[test]
fn a_form_has_its_numbers_as_text() {
    let call: CompatVoiceStatusCallback = read_form(
        "CallSid=CA1&AccountSid=AC1&CallStatus=completed&CallDuration=17&SequenceNumber=3&From=%2B1555&To=%2B1556\
         &Direction=outbound-api&AudioInMos=4.5&AudioInJitterMaxVariance=oops&Timestamp=Sat%2C+21+Nov+2026+10%3A00%3A00+%2B0000\
         &SipResultCode=200&Custom=x&Custom=y",
    )
    .unwrap();
    assert_eq!((call.call_duration, call.sequence_number), (Some(17), 3));
    assert_eq!((call.from.as_str(), call.audio_in_mos.as_str()), ("+1555", "4.5"));
    assert_eq!(call.timestamp, "Sat, 21 Nov 2026 10:00:00 +0000");
    assert_eq!(call.call_status.to_string(), "completed");
    // What was not sent is empty, and what is no number is kept as text.
    assert_eq!(call.audio_in_flush_packet_count, 0);
    assert_eq!(call.extra.get("AudioInJitterMaxVariance"), Some(&value!("oops")));
    assert_eq!(call.extra.get("Custom"), Some(&value!(["x", "y"])));
}

#[test]
fn new_values_are_kept() {
    let body = value!({
        "event_type": "calling.call.stream", "event_channel": "c", "timestamp": 1.5, "project_id": "p", "space_id": "s",
        "params": {"call_id": "c", "node_id": "n", "segment_id": "g", "control_id": "x", "state": "paused", "url": "wss://e"}
    });
    let status: StreamStatusCallback = read(&body).unwrap();
    assert_eq!(status.params.state.to_string(), "paused");
    assert_eq!(serde_json::to_value(&status).unwrap(), body);
}

#[test]
fn any_event_is_told_by_its_fields_and_an_unknown_one_is_kept() {
    assert!(matches!(read(&inbound_call()).unwrap(), Event::InboundCall(call) if call.call.node_id == "n"));
    let unknown = value!({"event_type": "calling.call.levitated", "timestamp": 1, "params": {"height": 3}});
    assert_eq!(read::<Event>(&unknown).unwrap(), Event::Unknown(unknown));
    let new_stream = value!({
        "event_type": "calling.call.tickled", "event_channel": "c", "timestamp": 1.5, "project_id": "p",
        "space_id": "s", "params": {"id": 3}
    });
    assert_eq!(read::<Event>(&new_stream).unwrap(), Event::Unknown(new_stream));
    let sms =
        read_form::<Event>("MessageSid=SM1&MessageStatus=sent&AccountSid=AC1&From=a&To=b&Body=c").unwrap();
    assert!(matches!(sms, Event::CompatSmsStatusCallback(sms) if sms.message_sid == "SM1"));
    let ringing = "CallSid=CA1&AccountSid=AC1&ApiVersion=1&CallbackSource=x&CallStatus=ringing&Direction=inbound&From=a&To=b\
                   &SequenceNumber=0&Timestamp=now";
    assert!(matches!(read_form(ringing).unwrap(), Event::CompatVoiceStatusCallback(_)));
    assert!(matches!(read_form("Fnord=1&Grault=2").unwrap(), Event::Unknown(_)));
}

#[test]
fn optional_parts_of_a_debug_event_are_read() {
    let body = value!({
        "call_info": {"call_id": "c", "content_type": "text/json", "content_disposition": "post_data", "conversation_type": "voice"},
        "ai_completion": {"type": "barged"}, "levitation": {"height": 3}
    });
    let verifier = super::verifier().accept_unsigned();
    let event: AiDebugWebhook =
        verifier.verify_and_parse(json("https://example.com/debug", &[], &body.to_string())).unwrap();
    assert_eq!(event.ai_completion.unwrap().type_.to_string(), "barged");
    assert_eq!(event.extra.get("levitation"), Some(&value!({"height": 3})));
}

#[test]
fn replies_are_typed() {
    let output = SwmlFunctionOutput::new()
        .response(SwmlFunctionResponse::from("It is sunny.".to_owned()))
        .action(SwmlActions::from(vec![SwmlAction::from(SwmlHangupAction::new(true))]));
    let response = reply::<AiSwaigToolWebhook>(&output).unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["content-type"]),
        (200, &"application/json".parse().unwrap())
    );
    let body: Value = serde_json::from_str(response.body()).unwrap();
    assert_eq!(body, value!({"response": "It is sunny.", "action": [{"hangup": true}]}));
    assert_eq!((acknowledge().status().as_u16(), acknowledge().body().as_str()), (200, ""));
    // Nothing of this response is read.
    assert_eq!(reply::<MessageStatusCallback>(&()).unwrap().body(), "null");
}
