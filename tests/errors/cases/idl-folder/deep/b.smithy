namespace example.errors

string B
