#include "bare_sax.h"
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  int depth;
  size_t used;
  bare_sax_result result;
  char text[1 << 20];
} state;

static void start(
    void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
    const xmlChar **declared, int attributes, int defaulted, const xmlChar **values) {
  state *s = user;
  if (++s->depth == 2) s->used = 0;
}

static void end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  state *s = user;
  if (s->depth-- == 2) {
    s->result.records++;
    s->result.bytes += s->used;
  }
}

static void characters(void *user, const xmlChar *text, int length) {
  state *s = user;
  if (s->depth != 3 || s->used + (size_t)length > sizeof s->text) return;
  memcpy(s->text + s->used, text, (size_t)length);
  s->used += (size_t)length;
}

bare_sax_result bare_sax_read(const char *path) {
  static char block[1 << 18];
  state *s = calloc(1, sizeof *s);
  xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC, .startElementNs = start, .endElementNs = end,
                       .characters = characters, .cdataBlock = characters};
  FILE *file = fopen(path, "rb");
  bare_sax_result result = {0, 0};
  if (file && s) {
    xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&sax, s, NULL, 0, NULL);
    size_t got;
    while ((got = fread(block, 1, sizeof block, file)) > 0)
      xmlParseChunk(parser, block, (int)got, 0);
    xmlParseChunk(parser, block, 0, 1);
    xmlFreeParserCtxt(parser);
    result = s->result;
  }
  if (file) fclose(file);
  free(s);
  return result;
}
