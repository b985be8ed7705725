package plan

import (
	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Amounts beyond these are slips of the unit: 128m of memory is a fraction of a byte, 100Mi of CPU a hundred million cores.
var (
	leastCPU   = resource.MustParse("1m")
	mostCPU    = resource.MustParse("1M")
	leastBytes = resource.MustParse("1Mi")
)

func (c *checks) amounts(e *config.Environment) {
	for name, size := range e.Sizes {
		at := field.NewPath("sizes").Key(name)
		c.cpu(e.Document, at.Child("cpu"), size.CPU)
		c.bytes(e.Document, at.Child("memory"), size.Memory)
		c.bytes(e.Document, at.Child("storage"), size.Storage)
	}
	at := field.NewPath("quota")
	c.cpu(e.Document, at.Child("cpu"), e.Quota.CPU)
	c.bytes(e.Document, at.Child("memory"), e.Quota.Memory)
	c.bytes(e.Document, at.Child("storage"), e.Quota.Storage)
}

func (c *checks) cpu(document *input.Document, at *field.Path, q config.Quantity) {
	if q.Cmp(leastCPU) < 0 || q.Cmp(mostCPU) > 0 {
		c.report(document, at, "%s is no amount of CPU: expected cores or thousandths of them, such as 0.5 or 100m", &q)
	}
}

func (c *checks) bytes(document *input.Document, at *field.Path, q config.Quantity) {
	if q.Cmp(leastBytes) < 0 {
		c.report(document, at, "%s is less than 1Mi: expected bytes with a unit, such as 128Mi", &q)
	}
}
