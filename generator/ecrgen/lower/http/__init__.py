"""HTTP bindings: labels, query, headers, status, payload and document bodies."""
