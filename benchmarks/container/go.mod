module kubewasm.dev/benchmarks/container

go 1.24
