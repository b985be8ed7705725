package aws

import (
	"net/http/httptest"
	"testing"
)

// The example of AWS (https://docs.aws.amazon.com/general/latest/gr/sigv4_signing.html, until 2022).
func TestSign(t *testing.T) {
	request := httptest.NewRequest("GET", "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08", nil)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	request.Header.Set("X-Amz-Date", "20150830T123600Z")
	got := sign(request, nil, "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20150830/us-east-1/iam/aws4_request", "content-type;host;x-amz-date")
	if want := "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"; got != want {
		t.Errorf("signature %s, want %s", got, want)
	}
}
