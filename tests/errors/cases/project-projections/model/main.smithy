namespace example.errors

service One { version: "1" }
service Two { version: "1" }
