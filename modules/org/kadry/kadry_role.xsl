<?xml version="1.0" encoding="UTF-8"?>
<!-- The choice of a clerk's roles. View: <rola name label ma/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template name="kadry-role">
    <xsl:call-template name="field-group">
      <xsl:with-param name="name" select="'role'"/>
      <xsl:with-param name="label" select="'Role'"/>
      <xsl:with-param name="content">
        <xsl:for-each select="rola">
          <div class="choice">
            <!-- The first has the name of the group as its id, for the error summary -->
            <xsl:variable name="id">
              <xsl:choose>
                <xsl:when test="position() = 1">role</xsl:when>
                <xsl:otherwise><xsl:value-of select="concat('role-', @name)"/></xsl:otherwise>
              </xsl:choose>
            </xsl:variable>
            <input type="checkbox" name="role" value="{@name}" id="{$id}">
              <xsl:if test="@ma"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
            </input>
            <label for="{$id}"><xsl:value-of select="@label"/></label>
          </div>
        </xsl:for-each>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
