package component

// Ciphers of TLS 1.2 that Mozilla recommends for servers that anybody may come to ("intermediate",
// https://wiki.mozilla.org/Security/Server_Side_TLS), by OpenSSL's names: each has forward secrecy and is authenticated. Those of
// TLS 1.3 are not named here, and are on.
var Ciphers = []string{
	"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256",
	"ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
	"ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
}
