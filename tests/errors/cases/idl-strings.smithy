$version: "2.0"

namespace example.errors

@documentation("one \q two")
string A

@documentation("\ud83d")
string B

@documentation("""text""")
string C

@pattern('single')
string D

@documentation("no end)
string E
