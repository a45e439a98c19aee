#include <libxml/xmlversion.h>
// With ICU, libxml2's headers would bring in a second copy of ICU's beside Foundation's; only the
// conversion handlers, which are not used here, differ by it.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>
