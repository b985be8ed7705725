package awsforfluentbit

// Directories of a node.
const (
	logs  = "/var/log" // containers/ links to files in pods/
	state = "/var/lib/fluent-bit"
)

// serviceText is the program as a whole (https://docs.fluentbit.io/manual/administration/buffering-and-storage). What is read is
// written to disk before it is sent; no more than 16 chunks, of 2 MB each, are in memory at a time. A failed delivery is tried
// again for about an hour, with 5 minutes between at most. It is healthy as long as no more than a few chunks a minute were
// given up.
const serviceText = `Flush 5
Grace 20
Log_Level warn
HTTP_Server On
HTTP_Listen 0.0.0.0
HTTP_Port 2020
Health_Check On
HC_Errors_Count 5
HC_Retry_Failure_Count 5
HC_Period 60
scheduler.base 5
scheduler.cap 300
storage.path ` + state + `/buffer
storage.max_chunks_up 16
storage.backlog.mem_limit 16M
storage.metrics On`

// inputText reads a file from its start, since a container may write before its file is found, and goes on where it was after a
// restart. The names of the files are pod_namespace_container-id.log.
const inputText = `Tag_Regex ^.*/(?<pod_name>[^_/]+)_(?<namespace_name>[^_]+)_(?<container_name>.+)-[0-9a-f]{64}\.log$
Read_from_Head On
Rotate_Wait 30
DB.locking On
storage.type filesystem`

// parsersText reads a line that is a JSON object, as the service and most of the platform write. Times stay those at which
// containerd saw the lines.
const parsersText = `[PARSER]
    Name json-line
    Format json`

// filtersText puts what belongs together into one record, such as the stack of a program that ends, drops what containerd said
// of the line, and takes lines of JSON apart.
const filtersText = `[FILTER]
    Name multiline
    Match kube.*
    multiline.key_content log
    multiline.parser go,java,python
    mode parser
    buffer On
    flush_ms 2000
    emitter_name together
    emitter_storage.type filesystem
    emitter_mem_buf_limit 16MB
[FILTER]
    Name record_modifier
    Match kube.*
    Remove_key _p
    Remove_key time
[FILTER]
    Name parser
    Match kube.*
    Key_Name log
    Parser json-line
    Reserve_Data On`

// outputText gives the disk of a node a bound; beyond it the oldest records go.
const outputText = `Retry_Limit 24
storage.total_limit_size 1G`
