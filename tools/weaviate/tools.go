//go:build tools

// Package tools names the program that tools/build-weaviate.sh compiles, so that go.mod and go.sum pin it.
package tools

import _ "github.com/weaviate/weaviate/cmd/weaviate-server"
