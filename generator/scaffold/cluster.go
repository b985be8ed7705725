package scaffold

import (
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"path"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/plan"
)

// Cluster makes clusters/<fleet>/<name>.yaml. It hosts the environment of its own name, or else the first one. The fleet
// may be left out where there is only one, and the region is then that of the fleet's hub.
func Cluster(fsys fs.FS, name, fleet, region string) (File, error) {
	if err := valid(name, new(config.Name)); err != nil {
		return File{}, err
	}
	r, err := read(fsys)
	if err != nil {
		return File{}, err
	}
	in, err := r.fleet(fleet)
	if err != nil {
		return File{}, err
	}
	if region == "" {
		region, err = hubRegion(in)
	} else {
		err = valid(region, new(config.Region))
	}
	if err != nil {
		return File{}, err
	}
	free, err := freeRange(in.Clusters)
	if err != nil {
		return File{}, err
	}
	return r.accept(File{
		Path: path.Join("clusters", in.Name, name+".yaml"),
		Body: fmt.Sprintf(clusterBody, region, free) + r.hosting(name) + endpoint(in) + key(in, region),
	})
}

const clusterBody = `# yaml-language-server: $schema=../../docs/schema/cluster.json
region: %[1]s
zones: [%[1]sa, %[1]sb, %[1]sc] # some regions name their zones otherwise: aws ec2 describe-availability-zones
cidr: %[2]s # of the VPC: overlaps with that of no other cluster of the fleet
`

// fleet is the one of the name, or the only one.
func (r *repository) fleet(name string) (*config.Fleet, error) {
	fleets := r.inputs.Fleets
	var names []string
	for i := range fleets {
		if fleets[i].Name == name || name == "" && len(fleets) == 1 {
			return &fleets[i], nil
		}
		names = append(names, fleets[i].Name)
	}
	switch {
	case len(fleets) == 0:
		return nil, errors.New("no fleet: expected clusters/<fleet>/fleet.yaml")
	case name == "":
		return nil, ArgumentError{fmt.Errorf("there are several fleets, choose one with --fleet: %s", strings.Join(names, ", "))}
	}
	return nil, ArgumentError{fmt.Errorf("no such fleet %q%s", name, input.Hint(name, names))}
}

func hubRegion(fleet *config.Fleet) (string, error) {
	for _, cluster := range fleet.Clusters {
		if cluster.Name == string(fleet.Hub) {
			return string(cluster.Region), nil
		}
	}
	return "", ArgumentError{fmt.Errorf("fleet %s has no hub yet whose region the cluster could share: choose one with --region", fleet.Name)}
}

// freeRange is the next /16 of 10.0.0.0/8 behind those of the clusters, that overlaps with none of them. Behind the last
// range comes the first.
func freeRange(clusters []config.Cluster) (netip.Prefix, error) {
	last := -1
	for _, cluster := range clusters {
		if address := cluster.CIDR.Addr().As4(); address[0] == 10 {
			last = max(last, int(address[1]))
		}
	}
	for i := range 256 {
		candidate := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(last + 1 + i)}), 16)
		if !slices.ContainsFunc(clusters, func(c config.Cluster) bool { return c.CIDR.Overlaps(candidate) }) {
			return candidate, nil
		}
	}
	return netip.Prefix{}, errors.New("no range of 10.0.0.0/8 is free: the clusters of the fleet have all of them")
}

// hosting lists the environment that the cluster hosts, if there is any.
func (r *repository) hosting(cluster string) string {
	first := r.firstEnvironment()
	if first == nil {
		return ""
	}
	environment := first.Name
	if slices.ContainsFunc(r.inputs.Environments, func(e config.Environment) bool { return e.Name == cluster }) {
		environment = cluster
	}
	return fmt.Sprintf("environments: [%s] # that it hosts\n", scalar(environment))
}

// endpoint is that of the hub, since the same people make both.
func endpoint(fleet *config.Fleet) string {
	for _, cluster := range fleet.Clusters {
		if cluster.Name != string(fleet.Hub) || len(cluster.Endpoint.Public) == 0 {
			continue
		}
		var ranges []string
		for _, public := range cluster.Endpoint.Public {
			ranges = append(ranges, public.String())
		}
		return fmt.Sprintf("endpoint: {public: [%s]} # as the hub's\n", strings.Join(ranges, ", "))
	}
	return ""
}

// key is the example of a key where the cluster's will be.
func key(fleet *config.Fleet, region string) string {
	return fmt.Sprintf("encryptionKey: %s # zeros are an example: `make account` makes the key and prints its ARN\n",
		config.ExampleKey(plan.PartitionOf(region).Name, region, string(fleet.Account)))
}
