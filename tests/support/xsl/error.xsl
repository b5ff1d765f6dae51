<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/">
    <html lang="pl"><body><h1><xsl:value-of select="view/error/@status"/></h1><p><xsl:value-of select="view/error/@message"/></p>
    <code><xsl:value-of select="view/error/@request"/></code></body></html>
  </xsl:template>
</xsl:stylesheet>
