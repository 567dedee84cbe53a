module dev.kubewasm/examples/tools/container

go 1.24
