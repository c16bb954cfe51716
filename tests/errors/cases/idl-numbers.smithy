$version: "2.0"

namespace example.errors

@range(min: 1.)
integer A

@range(max: -)
integer B

@range(max: 1e99999)
integer C
