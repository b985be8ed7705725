// External-secrets is the operator and its webhook. The folder overlay is laid over upstream's module to build it.
package main

import "github.com/external-secrets/external-secrets/cmd/controller"

func main() {
	controller.Execute()
}
