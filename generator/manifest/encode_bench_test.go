package manifest

import (
	"testing"

	"sigs.k8s.io/yaml"
)

// BenchmarkEncode stands beside its floor, the library that defines the bytes.
func BenchmarkEncode(b *testing.B) {
	objects := []struct {
		name   string
		object Object
	}{
		{"Deployment", deployment()},
		{"PrometheusRule20", prometheusRule(20)},
		{"NetworkPolicy", networkPolicy()},
		{"HorizontalPodAutoscaler", autoscaler()},
	}
	for _, o := range objects {
		b.Run(o.name+"/encode", func(b *testing.B) { benchmark(b, func() ([]byte, error) { return Encode(o.object) }) })
		b.Run(o.name+"/library", func(b *testing.B) { benchmark(b, func() ([]byte, error) { return yaml.Marshal(o.object) }) })
	}
}

func benchmark(b *testing.B, encode func() ([]byte, error)) {
	b.ReportAllocs()
	for b.Loop() {
		data, err := encode()
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(data)))
	}
}
