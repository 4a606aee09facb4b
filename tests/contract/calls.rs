//! Commands to calls, the documents in SWML that they carry, and text conversations with an agent.

use serde_json::{Value, json};
use signalwire_rest::types::*;

use super::{NOWHERE, assert_last, setup};

fn sent(running: &simulator::Simulator) -> Value {
    running.requests().last().unwrap().body.clone()
}

#[tokio::test]
async fn a_call_is_made_with_a_script_and_acted_upon() {
    let (running, client) = setup().await;
    let calls = client.calling().calls();
    let menu = SwmlPlayOne::new("say:Welcome to Cloud City.").volume(-3.0);
    let script = SwmlDocument::main([
        Swml::answer_with(SwmlAnswerOptions::new().max_duration(60)),
        Swml::play(menu),
        Swml::hangup_with(SwmlHangupOptions::new().reason(SwmlHangupReason::Busy)),
    ]);
    let dial = CallDialSwmlParams::new("+15551230001", script).to("+15551230002").timeout(20);
    let made = calls.dial(dial).await.unwrap();
    assert_last(&running, "call-commands", "POST", "/api/calling/calls");
    let main = json!([
        { "answer": { "max_duration": 60 } },
        { "play": { "url": "say:Welcome to Cloud City.", "volume": -3.0 } },
        { "hangup": { "reason": "busy" } },
    ]);
    let params = json!({
        "from": "+15551230001", "to": "+15551230002", "timeout": 20, "swml": { "version": "1.0.0", "sections": { "main": main } },
    });
    assert_eq!(sent(&running), json!({ "command": "dial", "params": params }));
    assert!(!matches!(made, CallResponse::Unknown(_)), "{made:?}");

    let speech = CallPlayTts::new(CallPlayTtsParams::new("This deal is getting worse all the time."));
    calls.play(NOWHERE, CallPlayParams::new("deal", [speech.into()])).await.unwrap();
    assert_eq!(sent(&running)["params"]["play"][0]["type"], "tts");
    calls.play_stop(NOWHERE, CallControlParams::new("deal")).await.unwrap();
    let stop = json!({ "command": "calling.play.stop", "id": NOWHERE, "params": { "control_id": "deal" } });
    assert_eq!(sent(&running), stop);
    calls.live_transcribe(NOWHERE, CallLiveTranscribeParams::new("stop")).await.unwrap();
    assert_eq!(sent(&running)["params"], json!({ "action": "stop" }));
}

/// Every method has a constructor that spares the object around its parameters.
#[test]
fn methods_are_made_of_what_they_need() {
    let press_one =
        SwmlSwitchOptions::new("prompt_value", [("1".to_owned(), vec![Swml::label("one")])].into());
    let methods = [
        (Swml::ai("Be kind."), json!({ "ai": { "prompt": { "text": "Be kind." } } })),
        (Swml::ai_sidecar("en-US"), json!({ "ai_sidecar": { "lang": "en-US" } })),
        (Swml::amazon_bedrock("Be kind."), json!({ "amazon_bedrock": { "prompt": { "text": "Be kind." } } })),
        (Swml::answer(), json!({ "answer": {} })),
        (
            Swml::cond([SwmlCondition::else_([Swml::hangup()])]),
            json!({ "cond": [{ "else": [{ "hangup": {} }] }] }),
        ),
        (Swml::connect("+15551230001"), json!({ "connect": { "to": "+15551230001" } })),
        (Swml::denoise(), json!({ "denoise": {} })),
        (Swml::detect_machine(), json!({ "detect_machine": {} })),
        (
            Swml::enter_queue(SwmlEnterQueueOptions::new("support", "thanks")),
            json!({ "enter_queue": { "queue_name": "support", "transfer_after_bridge": "thanks" } }),
        ),
        (Swml::execute("menu"), json!({ "execute": { "dest": "menu" } })),
        (Swml::goto("again"), json!({ "goto": { "label": "again" } })),
        (Swml::hangup(), json!({ "hangup": {} })),
        (Swml::join_conference("team"), json!({ "join_conference": { "name": "team" } })),
        (Swml::join_room("lobby"), json!({ "join_room": { "name": "lobby" } })),
        (Swml::label("again"), json!({ "label": "again" })),
        (Swml::live_transcribe("stop"), json!({ "live_transcribe": { "action": "stop" } })),
        (Swml::live_translate("stop"), json!({ "live_translate": { "action": "stop" } })),
        (
            Swml::pay("https://example.com/pay"),
            json!({ "pay": { "payment_connector_url": "https://example.com/pay" } }),
        ),
        (Swml::play("say:hi"), json!({ "play": { "url": "say:hi" } })),
        (Swml::play(format!("say:{}", "hi")), json!({ "play": { "url": "say:hi" } })),
        (
            Swml::play(SwmlPlayOptions::urls(["ring:us", "say:hi"])),
            json!({ "play": { "urls": ["ring:us", "say:hi"] } }),
        ),
        (Swml::prompt("say:Press 1."), json!({ "prompt": { "play": "say:Press 1." } })),
        (Swml::receive_fax(), json!({ "receive_fax": {} })),
        (Swml::record(), json!({ "record": {} })),
        (Swml::record_call(), json!({ "record_call": {} })),
        (
            Swml::request(SwmlRequestOptions::new("https://example.com", SwmlRequestMethod::Get)),
            json!({ "request": { "url": "https://example.com", "method": "GET" } }),
        ),
        (Swml::return_(1), json!({ "return": 1 })),
        (Swml::send_digits("1234"), json!({ "send_digits": { "digits": "1234" } })),
        (
            Swml::send_fax("https://example.com/a.pdf"),
            json!({ "send_fax": { "document": "https://example.com/a.pdf" } }),
        ),
        (
            Swml::send_sms(SwmlSmsWithBody::new("+15551230002", "+15551230001", "Hi")),
            json!({ "send_sms": { "to_number": "+15551230002", "from_number": "+15551230001", "body": "Hi" } }),
        ),
        (Swml::set([("a".to_owned(), json!(1))].into()), json!({ "set": { "a": 1 } })),
        (Swml::sip_refer("sip:a@example.com"), json!({ "sip_refer": { "to_uri": "sip:a@example.com" } })),
        (Swml::sleep(100), json!({ "sleep": 100 })),
        (Swml::stop_denoise(), json!({ "stop_denoise": {} })),
        (Swml::stop_record_call(), json!({ "stop_record_call": {} })),
        (Swml::stop_stream(), json!({ "stop_stream": {} })),
        (Swml::stop_tap(), json!({ "stop_tap": {} })),
        (Swml::stream("wss://example.com"), json!({ "stream": { "url": "wss://example.com" } })),
        (
            Swml::switch(press_one),
            json!({ "switch": { "variable": "prompt_value", "case": { "1": [{ "label": "one" }] } } }),
        ),
        (Swml::tap("rtp://example.com:5000"), json!({ "tap": { "uri": "rtp://example.com:5000" } })),
        (Swml::transcribe(), json!({ "transcribe": {} })),
        (Swml::transcribe_stop(), json!({ "transcribe_stop": {} })),
        (Swml::transfer("thanks"), json!({ "transfer": { "dest": "thanks" } })),
        (Swml::unset("a"), json!({ "unset": "a" })),
        (
            Swml::user_event(signalwire_rest::Map::from([("a".to_owned(), json!(1))])),
            json!({ "user_event": { "event": { "a": 1 } } }),
        ),
    ];
    let made: std::collections::BTreeSet<_> = methods
        .iter()
        .map(|(method, _)| std::mem::discriminant(method))
        .map(|kind| format!("{kind:?}"))
        .collect();
    assert_eq!(made.len(), 43, "a method of SWML is missing");
    for (method, written) in methods {
        assert_eq!(serde_json::to_value(&method).unwrap(), written);
        assert_eq!(serde_json::from_value::<Swml>(written).unwrap(), method);
    }
}

#[test]
fn sections_are_typed_when_written_and_kept_when_read() {
    let document =
        SwmlDocument::main([Swml::answer(), Swml::execute("bye")]).section("bye", [Swml::play("say:Bye.")]);
    let written = json!({
        "version": "1.0.0",
        "sections": {
            "main": [{ "answer": {} }, { "execute": { "dest": "bye" } }],
            "bye": [{ "play": { "url": "say:Bye." } }],
        },
    });
    assert_eq!(serde_json::to_value(&document).unwrap(), written);
    assert_eq!(serde_json::from_value::<SwmlDocument>(written).unwrap(), document);
    let reply = SwmlMessagingDocument::main([SwmlMessagingMethod::reply("Thanks!")]);
    assert_eq!(
        serde_json::to_value(&reply).unwrap()["sections"],
        json!({ "main": [{ "reply": "Thanks!" }] })
    );
}

#[test]
fn scripts_come_back_as_they_were() {
    let methods = [
        json!({ "sleep": 100 }),
        json!({ "sleep": { "duration": 100 } }),
        json!({ "unset": ["a", "b"] }),
        json!({ "return": { "a": [1, null] } }),
        json!({ "cond": [{ "when": "a", "then": [{ "answer": {} }], "else": [] }, { "else": [] }] }),
        json!({ "live_translate": { "action": "stop" } }),
        json!({ "live_transcribe": { "action": { "summarize": { "prompt": "x" } } } }),
        json!({ "connect": { "parallel": [{ "to": "sip:lando@bespin.example.com" }], "confirm": "https://x.example" } }),
        json!({ "connect": { "to": "+15551230001", "confirm": [{ "denoise": {} }], "encryption": "double" } }),
        json!({ "ai": {
            "prompt": { "text": "x", "contexts": { "default": { "steps": [] }, "other": { "steps": [] } } },
            "hints": ["a", { "hint": "a", "pattern": "b", "replace": "c" }],
            "params": { "attention_timeout": 0, "enable_barge": true, "ai_model": "gpt-9" },
            "SWAIG": { "functions": [
                { "function": "startup_hook", "description": "x" },
                { "function": "f", "description": "x", "data_map": { "output": { "action": [{ "say": "x" }] } } },
            ] },
        } }),
    ];
    for method in methods {
        let read: Swml = serde_json::from_value(method.clone()).unwrap();
        assert!(!matches!(read, Swml::Unknown(_)), "{method}");
        assert_eq!(serde_json::to_value(&read).unwrap(), method);
    }
}

#[test]
fn what_is_new_in_a_script_survives() {
    let script = json!({
        "sections": { "main": [{ "levitate": { "height": 2 } }, "hangup"], "other": [{ "return": 1 }] },
    });
    let read: SwmlDocument = serde_json::from_value(script.clone()).unwrap();
    assert!(read.sections.main.iter().all(|method| matches!(method, Swml::Unknown(_))));
    assert_eq!(serde_json::to_value(&read).unwrap(), script);
}

#[test]
fn replies_are_texts_messages_or_switches() {
    let variants = [
        (json!({ "reply": "x" }), "text"),
        (json!({ "reply": { "body": "x" } }), "body"),
        (json!({ "reply": { "media": ["https://x.example/a.png"] } }), "media"),
        (
            json!({ "reply": { "switch": { "variable": "v", "case": { "a": "x", "b": { "body": "y" } } } } }),
            "switch",
        ),
    ];
    for (text, variant) in variants {
        let read: SwmlReply = serde_json::from_value(text.clone()).unwrap();
        let read_as = match &read.reply {
            SwmlReplyContent::Text(_) => "text",
            SwmlReplyContent::WithBody(_) => "body",
            SwmlReplyContent::WithMedia(_) => "media",
            SwmlReplyContent::Switch(_) => "switch",
            other => panic!("{other:?}"),
        };
        assert_eq!(read_as, variant);
        assert_eq!(serde_json::to_value(&read).unwrap(), text);
    }
}

#[tokio::test]
async fn an_agent_is_talked_with() {
    let (running, client) = setup().await;
    let chat = client.ai().chat();
    let order = AiChatSendParams::new("order-4711", "Two loaves, please.").role(AiChatRole::User);
    chat.send_message("1", order).await.unwrap();
    assert_last(&running, "chat_methods", "POST", "/api/ai/chat");
    let params = json!({ "id": "order-4711", "message": "Two loaves, please.", "role": "user" });
    assert_eq!(sent(&running), json!({ "jsonrpc": "2.0", "id": "1", "method": "chat", "params": params }));
    chat.end("2", AiChatConversationParams::new("order-4711")).await.unwrap();
    assert_eq!(sent(&running)["method"], "end_conversation");
}

#[test]
fn responses_of_an_agent_are_distinguished() {
    let read = |result: Value| {
        let text = json!({ "jsonrpc": "2.0", "id": "1", "result": result });
        let response: AiChatResponse = serde_json::from_value(text.clone()).unwrap();
        assert_eq!(serde_json::to_value(&response).unwrap(), text);
        let AiChatResponse::Success(success) = response else { panic!("{response:?}") };
        success.result
    };
    let made = read(json!({ "status": "created", "id": "c", "initial_message": null }));
    assert!(matches!(made, AiChatResult::StateResult(state) if state.status == AiChatState::Created));
    let gone = read(json!({ "status": "not_found", "id": "c" }));
    assert!(matches!(gone, AiChatResult::StateResult(state) if state.status == AiChatState::NotFound));
    assert!(matches!(read(json!({ "response": "Hello." })), AiChatResult::ReplyResult(_)));
    assert!(matches!(read(json!({ "summary": "Bread." })), AiChatResult::SummaryResult(_)));
    assert!(matches!(read(json!({ "chat_log": [] })), AiChatResult::TranscriptResult(_)));
    let failed = json!({ "jsonrpc": "2.0", "id": "1", "error": { "code": -32005, "message": "Too often" } });
    let failed: AiChatResponse = serde_json::from_value(failed).unwrap();
    assert!(matches!(failed, AiChatResponse::Failure(failure) if failure.error.code == -32005));
}
