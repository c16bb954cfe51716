namespace example.errors

use com.acme.traits#audited

@audited
service Service { version: "1" }
