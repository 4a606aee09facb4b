//! Servers and their variables.

use crate::place::Place;

/// A server.
#[derive(Clone, Debug)]
pub struct Server {
    /// Where it is written.
    pub place: Place,
    /// What `openapiv3` reads of it.
    pub data: openapiv3::Server,
}

impl Server {
    /// Its URL, with the defaults of its variables.
    pub fn expanded(&self) -> String {
        let variables = self.data.variables.iter().flatten();
        variables.fold(self.data.url.clone(), |url, (name, variable)| {
            url.replace(&format!("{{{name}}}"), &variable.default)
        })
    }

    /// The environment variable with the value of a variable (`x-env`).
    pub fn variable_env(&self, variable: &str) -> Option<&str> {
        self.data.variables.as_ref()?.get(variable)?.extensions.get("x-env")?.as_str()
    }
}
