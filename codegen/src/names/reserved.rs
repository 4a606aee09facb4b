//! Names that generated code needs for itself, all in one table. A test compares them with the runtime.

/// Words that cannot name a field, method or argument; raw identifiers are not used, as some of these cannot be raw.
pub const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual",
    "where", "while", "yield",
];

/// Types that generated code refers to by their plain name, so that no schema can have that name.
pub const TYPES: &[&str] = &[
    "Auth",
    "Box",
    "Buffered",
    "Bytes",
    "Call",
    "Client",
    "ClientBuilder",
    "Clone",
    "CodedAs",
    "Conformance",
    "Debug",
    "Default",
    "Deserialize",
    "Discriminator",
    "Display",
    "Err",
    "Error",
    "EventStream",
    "Extra",
    "Field",
    "FilePart",
    "From",
    "Future",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Items",
    "JsonLines",
    "Map",
    "MapAccess",
    "MaybeArray",
    "Method",
    "New",
    "None",
    "Object",
    "Ok",
    "OpenEnum",
    "Operation",
    "Option",
    "Page",
    "Pages",
    "Patch",
    "Reader",
    "Response",
    "ResponseFormat",
    "Result",
    "SampleCall",
    "Scopes",
    "Secret",
    "Self",
    "Serialize",
    "SerializeMap",
    "Shape",
    "Some",
    "String",
    "Style",
    "Timestamp",
    "ToString",
    "Union",
    "Uuid",
    "Value",
    "Vec",
    "Writer",
];

/// Modules that the crate has beside those of its namespaces, and crates that a module would hide.
pub const MODULES: &[&str] = &[
    "alloc",
    "call",
    "client",
    "conformance",
    "core",
    "error_code",
    "guide",
    "lib",
    "main",
    "operations",
    "prelude",
    "security",
    "std",
    "types",
    "webhooks",
];

/// Methods of the client's builder, and names that it uses inside.
pub const BUILDER_METHODS: &[&str] = &[
    "allow_plain_http",
    "authorization",
    "base_url",
    "build",
    "builder",
    "connect_timeout",
    "deadline",
    "inner",
    "max_body_bytes",
    "max_connections",
    "new",
    "proxy",
    "proxy_from_env",
    "record",
    "retries",
    "retry_statuses",
    "root_certificate",
    "sign_with",
    "timeout",
    "transport",
    "user_agent",
    "wrap_transport",
];

/// Methods of the client, which top-level namespaces are methods of as well.
pub const CLIENT_METHODS: &[&str] =
    &["builder", "clone", "fmt", "from_env", "request", "transport", "with_credentials"];

/// The function that makes a namespace, which the namespaces below it cannot be called.
pub const NAMESPACE_CONSTRUCTOR: &str = "new";

/// Methods of every namespace.
pub const NAMESPACE_METHODS: &[&str] = &["clone", "fmt", NAMESPACE_CONSTRUCTOR];

/// Methods of every call, and names of arguments.
pub const REQUEST_METHODS: &[&str] = &[
    "body",
    "bytes",
    "clone",
    "deadline",
    "decode_as",
    "events",
    "fmt",
    "form",
    "from",
    "header",
    "idempotency_key",
    "into_future",
    "items",
    "json",
    "json_lines",
    "new",
    "pages",
    "query",
    "resume",
    "resume_at",
    "retries",
    "send",
    "stream",
    "timeout",
    "with_response",
    "wait",
];

/// Methods of every object that generated code or a user calls by this name. A setter may well hide a method of a trait
/// that only the runtime calls, such as `from`.
pub const OBJECT_METHODS: &[&str] = &["new", "extra", "default", "clone", "fmt", "eq", "into"];

/// Cargo features that every generated crate passes on to the runtime, each with what it does.
pub const FEATURES: &[(&str, &str)] = &[
    ("rustls", "TLS by rustls with the cryptography of aws-lc."),
    ("rustls-ring", "TLS by rustls with the cryptography of ring, which compiles faster."),
    ("rustls-no-provider", "TLS by rustls with the cryptography that the program installs."),
    ("native-tls", "TLS by the system's library."),
    ("reqwest", "`HttpTransport`, which is made from a client of the crate `reqwest`."),
    ("tracing", "A `tracing` span for every call."),
    ("record", "`ClientBuilder::record`: every exchange as a line of JSON, with secrets masked."),
    ("blocking", "`wait` on calls and lists, for programs without `async`."),
    ("test", "`MockTransport`, for the tests of your own program."),
    (
        "conformance",
        "The module `conformance`, for tools and tests: the types of every operation as functions, and sample calls.",
    ),
];
