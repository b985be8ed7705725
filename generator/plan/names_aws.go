package plan

// ACKNamespace is the namespace of the AWS controllers, and of all objects that they make something of at AWS: they may read and
// write nowhere else.
const ACKNamespace = "ack-system"

// ACK is the component with the AWS controllers.
const ACK = "ack"

// AWS is the directory among those of components with what the controllers make something of.
const AWS = "aws"

// LogGroup is the name of the group in CloudWatch Logs with what the pods of a namespace write.
func (c *Cluster) LogGroup(namespace string) string {
	return "/" + c.Fleet.Name + "/" + c.Name + "/" + namespace
}
