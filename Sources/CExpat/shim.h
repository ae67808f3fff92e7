#include <expat.h>

// Since 2.6.0 expat may hold back what it could already report, until more bytes come (CVE-2023-52425). A peer that
// waits for our answer sends no more bytes, so a dialogue would hang; our own bound on a token's length replaces it.
static inline void cexpat_report_at_once(XML_Parser parser) {
#if XML_MAJOR_VERSION > 2 || (XML_MAJOR_VERSION == 2 && XML_MINOR_VERSION >= 6)
    XML_SetReparseDeferralEnabled(parser, XML_FALSE);
#else
    (void)parser;
#endif
}
