namespace example.errors

structure A { b: B, c: C }
