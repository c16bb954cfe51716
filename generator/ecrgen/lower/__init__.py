"""Model -> IR. The rooms in their order: names, values, serde, http, events, endpoints,
definitions, clients.
"""
