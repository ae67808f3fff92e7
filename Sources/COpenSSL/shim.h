// What OpenSSL 3.0 declares as macros or as unions, which Swift does not import.
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

// Stacks

static inline STACK_OF(X509) *copenssl_x509_stack_new(void) { return sk_X509_new_null(); }
static inline int copenssl_x509_stack_push(STACK_OF(X509) *stack, X509 *certificate) {
    return sk_X509_push(stack, certificate);
}
static inline int copenssl_x509_stack_count(const STACK_OF(X509) *stack) { return sk_X509_num(stack); }
static inline X509 *copenssl_x509_stack_value(const STACK_OF(X509) *stack, int index) {
    return sk_X509_value(stack, index);
}
// Frees the stack and gives back one reference of each certificate in it.
static inline void copenssl_x509_stack_free(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }

// Extensions

static inline STACK_OF(GENERAL_NAME) *copenssl_subject_alternative_names(const X509 *certificate) {
    return (STACK_OF(GENERAL_NAME) *)X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
}
static inline int copenssl_general_names_count(const STACK_OF(GENERAL_NAME) *names) { return sk_GENERAL_NAME_num(names); }
static inline GENERAL_NAME *copenssl_general_names_value(const STACK_OF(GENERAL_NAME) *names, int index) {
    return sk_GENERAL_NAME_value(names, index);
}
static inline void copenssl_general_names_free(STACK_OF(GENERAL_NAME) *names) { GENERAL_NAMES_free(names); }
// The text inside an otherName, where it is of the string type asked for; else NULL.
static inline const ASN1_STRING *copenssl_other_name_string(ASN1_TYPE *value, int type) {
    return value != NULL && value->type == type ? value->value.asn1_string : NULL;
}

static inline AUTHORITY_INFO_ACCESS *copenssl_authority_information_access(const X509 *certificate) {
    return (AUTHORITY_INFO_ACCESS *)X509_get_ext_d2i(certificate, NID_info_access, NULL, NULL);
}
// How many of its entries say where the issuer's certificate is.
static inline int copenssl_ca_issuers_count(const AUTHORITY_INFO_ACCESS *access) {
    int count = 0;
    for (int index = 0; index < sk_ACCESS_DESCRIPTION_num(access); index++)
        if (OBJ_obj2nid(sk_ACCESS_DESCRIPTION_value(access, index)->method) == NID_ad_ca_issuers) count++;
    return count;
}
// How many of its entries name an OCSP responder (RFC 6960 section 3.1).
static inline int copenssl_responder_count(const AUTHORITY_INFO_ACCESS *access) {
    int count = 0;
    for (int index = 0; index < sk_ACCESS_DESCRIPTION_num(access); index++)
        if (OBJ_obj2nid(sk_ACCESS_DESCRIPTION_value(access, index)->method) == NID_ad_OCSP) count++;
    return count;
}
static inline void copenssl_authority_information_access_free(AUTHORITY_INFO_ACCESS *access) {
    AUTHORITY_INFO_ACCESS_free(access);
}

// The purposes of the extended key usage. Without them `state` is -1 where the certificate has no such extension, and
// another number where it cannot be read.
static inline EXTENDED_KEY_USAGE *copenssl_extended_key_usage(const X509 *certificate, int *state) {
    return (EXTENDED_KEY_USAGE *)X509_get_ext_d2i(certificate, NID_ext_key_usage, state, NULL);
}
static inline int copenssl_key_purpose_count(const EXTENDED_KEY_USAGE *purposes) {
    return sk_ASN1_OBJECT_num(purposes);
}
static inline const ASN1_OBJECT *copenssl_key_purpose(const EXTENDED_KEY_USAGE *purposes, int index) {
    return sk_ASN1_OBJECT_value(purposes, index);
}
static inline void copenssl_extended_key_usage_free(EXTENDED_KEY_USAGE *purposes) { EXTENDED_KEY_USAGE_free(purposes); }

// Whether the TLS feature extension (RFC 7633) names status_request (5).
static inline int copenssl_must_staple(const X509 *certificate) {
    TLS_FEATURE *features = (TLS_FEATURE *)X509_get_ext_d2i(certificate, NID_tlsfeature, NULL, NULL);
    int found = 0;
    for (int index = 0; index < sk_ASN1_INTEGER_num(features); index++)
        if (ASN1_INTEGER_get(sk_ASN1_INTEGER_value(features, index)) == 5) found = 1;
    TLS_FEATURE_free(features);
    return found;
}

static inline unsigned long copenssl_name_hash(const X509_NAME *name, int *ok) {
    return X509_NAME_hash_ex(name, NULL, NULL, ok);
}

static const unsigned long copenssl_rfc4514_flags = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
static const int copenssl_asn1_ia5_string = V_ASN1_IA5STRING;
static const int copenssl_asn1_utf8_string = V_ASN1_UTF8STRING;
static const int copenssl_general_name_dns = GEN_DNS;
static const int copenssl_general_name_ip = GEN_IPADD;
static const int copenssl_general_name_other = GEN_OTHERNAME;

// Verification

static inline int copenssl_store_context_set_data(X509_STORE_CTX *context, void *data) {
    return X509_STORE_CTX_set_app_data(context, data);
}
static inline void *copenssl_store_context_data(X509_STORE_CTX *context) {
    return X509_STORE_CTX_get_app_data(context);
}
static const unsigned int copenssl_check_host_flags =
    X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
static const unsigned int copenssl_check_host_with_subject_flags =
    X509_CHECK_FLAG_ALWAYS_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
static const unsigned long copenssl_dane_no_ee_name_checks = DANE_FLAG_NO_DANE_EE_NAMECHECKS;

// Memory BIOs

static inline long copenssl_bio_set_mem_eof_return(BIO *bio, int value) { return BIO_set_mem_eof_return(bio, value); }
static inline size_t copenssl_bio_pending(BIO *bio) { return BIO_ctrl_pending(bio); }

// TLS

static inline void copenssl_free(void *pointer) { OPENSSL_free(pointer); }
static inline int copenssl_set_server_name(SSL *ssl, const char *name) { return (int)SSL_set_tlsext_host_name(ssl, name); }
static inline int copenssl_set_minimum_version(SSL *ssl, int version) { return SSL_set_min_proto_version(ssl, version); }
static inline int copenssl_set_maximum_version(SSL *ssl, int version) { return SSL_set_max_proto_version(ssl, version); }
static inline int copenssl_set_signature_algorithms(SSL *ssl, const char *names) {
    return (int)SSL_set1_sigalgs_list(ssl, names);
}
static inline long copenssl_request_ocsp(SSL *ssl) { return SSL_set_tlsext_status_type(ssl, TLSEXT_STATUSTYPE_ocsp); }
static inline long copenssl_ocsp_response(SSL *ssl, const unsigned char **bytes) {
    return SSL_get_tlsext_status_ocsp_resp(ssl, bytes);
}
static inline int copenssl_secure_renegotiation(SSL *ssl) { return SSL_get_secure_renegotiation_support(ssl) == 1; }
static inline int copenssl_extended_master_secret(SSL *ssl) { return SSL_get_extms_support(ssl) == 1; }
static inline int copenssl_negotiated_group(SSL *ssl) { return (int)SSL_get_negotiated_group(ssl); }
static inline int copenssl_peer_temporary_key(SSL *ssl, EVP_PKEY **key) { return (int)SSL_get_peer_tmp_key(ssl, key); }
static inline int copenssl_set_groups(SSL_CTX *context, const char *names) {
    return (int)SSL_CTX_set1_groups_list(context, (char *)names);
}
static inline void copenssl_set_maximum_certificate_list(SSL_CTX *context, long bytes) {
    SSL_CTX_set_max_cert_list(context, bytes);
}
static inline void copenssl_session_cache_off(SSL_CTX *context) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}
static inline void copenssl_set_message_argument(SSL *ssl, void *argument) { SSL_set_msg_callback_arg(ssl, argument); }
static inline void copenssl_set_write_modes(SSL_CTX *context) {
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    // We write a hello and a few lines; the buffer for them need not hold 16 kB in each of hundreds of connections.
    SSL_CTX_set_max_send_fragment(context, 2048);
}

static const uint64_t copenssl_client_options = SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_TLSEXT_PADDING;
static inline int copenssl_is_too_large(unsigned long error) {
    return ERR_GET_REASON(error) == SSL_R_EXCESSIVE_MESSAGE_SIZE;
}
/* A certificate whose key is of an algorithm that this OpenSSL has not. */
static inline int copenssl_is_unknown_key(unsigned long error) {
    int reason = ERR_GET_REASON(error);
    switch (ERR_GET_LIB(error)) {
    case ERR_LIB_SSL:
        return reason == SSL_R_UNKNOWN_CERTIFICATE_TYPE || reason == SSL_R_UNABLE_TO_FIND_PUBLIC_KEY_PARAMETERS
            || reason == SSL_R_UNKNOWN_PKEY_TYPE;
    case ERR_LIB_X509:
        return reason == X509_R_UNSUPPORTED_ALGORITHM;
    default:
        return 0;
    }
}
static const unsigned long copenssl_alert_reason_offset = SSL_AD_REASON_OFFSET;
static const int copenssl_general_name_directory = GEN_DIRNAME;
