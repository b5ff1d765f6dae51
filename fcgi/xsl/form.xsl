<?xml version="1.0" encoding="UTF-8"?>
<!-- Form fields with label, hint, fault and what assistive technology needs. The value shown is what the person typed
     (form/value), else the parameter value; after a fault never the latter, for an empty field or an unticked box leaves
     nothing in form. The fault itself comes from meta/fault. The id of a field is its name unless id is
     given, so the error summary can link to it. Parameters common to all fields:
       name, label, hint, value, id, optional (true() adds „(nieobowiązkowe)” and drops the required attribute) -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">

  <xsl:variable name="typed" select="/view/*[not(self::meta)]/form/value"/>
  <xsl:variable name="faults" select="/view/meta/fault"/>

  <!-- First child of every POST form -->
  <xsl:template name="csrf">
    <input type="hidden" name="csrf" value="{/view/meta/@csrf}"/>
  </xsl:template>

  <!-- One line of text. type: text, email, password, search, tel, number, url. width: characters the field is cut to
       (2 4 5 10 20; none = full). autocomplete: a token of the HTML standard, e.g. given-name, email, one-time-code. -->
  <xsl:template name="field-text">
    <xsl:param name="name"/>
    <xsl:param name="label"/>
    <xsl:param name="hint"/>
    <xsl:param name="value"/>
    <xsl:param name="id" select="$name"/>
    <xsl:param name="optional" select="false()"/>
    <xsl:param name="type" select="'text'"/>
    <xsl:param name="autocomplete"/>
    <xsl:param name="inputmode"/>
    <xsl:param name="maxlength"/>
    <xsl:param name="width"/>
    <xsl:variable name="fault" select="$faults[@field = $name]"/>
    <div>
      <xsl:call-template name="field-class"><xsl:with-param name="fault" select="$fault"/></xsl:call-template>
      <xsl:call-template name="field-head">
        <xsl:with-param name="id" select="$id"/>
        <xsl:with-param name="label" select="$label"/>
        <xsl:with-param name="hint" select="$hint"/>
        <xsl:with-param name="optional" select="$optional"/>
        <xsl:with-param name="fault" select="$fault"/>
      </xsl:call-template>
      <input id="{$id}" name="{$name}" type="{$type}">
        <xsl:call-template name="field-aria">
          <xsl:with-param name="id" select="$id"/>
          <xsl:with-param name="hint" select="$hint"/>
          <xsl:with-param name="fault" select="$fault"/>
          <xsl:with-param name="optional" select="$optional"/>
        </xsl:call-template>
        <xsl:if test="$autocomplete"><xsl:attribute name="autocomplete"><xsl:value-of select="$autocomplete"/></xsl:attribute></xsl:if>
        <xsl:if test="$inputmode"><xsl:attribute name="inputmode"><xsl:value-of select="$inputmode"/></xsl:attribute></xsl:if>
        <xsl:if test="$maxlength"><xsl:attribute name="maxlength"><xsl:value-of select="$maxlength"/></xsl:attribute></xsl:if>
        <xsl:if test="$width"><xsl:attribute name="class">w<xsl:value-of select="$width"/></xsl:attribute></xsl:if>
        <!-- A password is never written back into a page -->
        <xsl:if test="$type != 'password'">
          <xsl:attribute name="value">
            <xsl:call-template name="field-value">
              <xsl:with-param name="name" select="$name"/>
              <xsl:with-param name="value" select="$value"/>
            </xsl:call-template>
          </xsl:attribute>
        </xsl:if>
      </input>
    </div>
  </xsl:template>

  <!-- A date; the browser's own picker gives ISO, and where there is none the hint asks for it -->
  <xsl:template name="field-date">
    <xsl:param name="name"/>
    <xsl:param name="label"/>
    <xsl:param name="hint"/>
    <xsl:param name="value"/>
    <xsl:param name="id" select="$name"/>
    <xsl:param name="optional" select="false()"/>
    <xsl:param name="autocomplete"/>
    <xsl:call-template name="field-text">
      <xsl:with-param name="name" select="$name"/>
      <xsl:with-param name="label" select="$label"/>
      <xsl:with-param name="hint" select="$hint"/>
      <xsl:with-param name="value" select="$value"/>
      <xsl:with-param name="id" select="$id"/>
      <xsl:with-param name="optional" select="$optional"/>
      <xsl:with-param name="autocomplete" select="$autocomplete"/>
      <xsl:with-param name="type" select="'date'"/>
      <xsl:with-param name="width" select="'10'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Many lines of text -->
  <xsl:template name="field-area">
    <xsl:param name="name"/>
    <xsl:param name="label"/>
    <xsl:param name="hint"/>
    <xsl:param name="value"/>
    <xsl:param name="id" select="$name"/>
    <xsl:param name="optional" select="false()"/>
    <xsl:param name="rows" select="6"/>
    <xsl:param name="maxlength"/>
    <xsl:variable name="fault" select="$faults[@field = $name]"/>
    <div>
      <xsl:call-template name="field-class"><xsl:with-param name="fault" select="$fault"/></xsl:call-template>
      <xsl:call-template name="field-head">
        <xsl:with-param name="id" select="$id"/>
        <xsl:with-param name="label" select="$label"/>
        <xsl:with-param name="hint" select="$hint"/>
        <xsl:with-param name="optional" select="$optional"/>
        <xsl:with-param name="fault" select="$fault"/>
      </xsl:call-template>
      <textarea id="{$id}" name="{$name}" rows="{$rows}">
        <xsl:call-template name="field-aria">
          <xsl:with-param name="id" select="$id"/>
          <xsl:with-param name="hint" select="$hint"/>
          <xsl:with-param name="fault" select="$fault"/>
          <xsl:with-param name="optional" select="$optional"/>
        </xsl:call-template>
        <xsl:if test="$maxlength"><xsl:attribute name="maxlength"><xsl:value-of select="$maxlength"/></xsl:attribute></xsl:if>
        <xsl:call-template name="field-value">
          <xsl:with-param name="name" select="$name"/>
          <xsl:with-param name="value" select="$value"/>
        </xsl:call-template>
      </textarea>
    </div>
  </xsl:template>

  <!-- A list to choose one from. options: elements with @id or @value, and @name, @nazwa, @label or text.
       content: more options as a tree fragment (call option). empty: text of the choice that means none. -->
  <xsl:template name="field-select">
    <xsl:param name="name"/>
    <xsl:param name="label"/>
    <xsl:param name="hint"/>
    <xsl:param name="value"/>
    <xsl:param name="id" select="$name"/>
    <xsl:param name="optional" select="false()"/>
    <xsl:param name="options" select="/.."/>
    <xsl:param name="content"/>
    <xsl:param name="empty"/>
    <xsl:variable name="fault" select="$faults[@field = $name]"/>
    <xsl:variable name="current">
      <xsl:call-template name="field-value">
        <xsl:with-param name="name" select="$name"/>
        <xsl:with-param name="value" select="$value"/>
      </xsl:call-template>
    </xsl:variable>
    <div>
      <xsl:call-template name="field-class"><xsl:with-param name="fault" select="$fault"/></xsl:call-template>
      <xsl:call-template name="field-head">
        <xsl:with-param name="id" select="$id"/>
        <xsl:with-param name="label" select="$label"/>
        <xsl:with-param name="hint" select="$hint"/>
        <xsl:with-param name="optional" select="$optional"/>
        <xsl:with-param name="fault" select="$fault"/>
      </xsl:call-template>
      <select id="{$id}" name="{$name}">
        <xsl:call-template name="field-aria">
          <xsl:with-param name="id" select="$id"/>
          <xsl:with-param name="hint" select="$hint"/>
          <xsl:with-param name="fault" select="$fault"/>
          <xsl:with-param name="optional" select="$optional"/>
        </xsl:call-template>
        <xsl:if test="$empty"><option value=""><xsl:value-of select="$empty"/></option></xsl:if>
        <xsl:apply-templates select="$options" mode="option">
          <xsl:with-param name="current" select="string($current)"/>
        </xsl:apply-templates>
        <xsl:copy-of select="$content"/>
      </select>
    </div>
  </xsl:template>

  <xsl:template match="*" mode="option">
    <xsl:param name="current"/>
    <xsl:variable name="value" select="(@id | @value)[1]"/>
    <option value="{$value}">
      <xsl:if test="$value = $current"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
      <xsl:choose>
        <xsl:when test="@label"><xsl:value-of select="@label"/></xsl:when>
        <xsl:when test="@nazwa"><xsl:value-of select="@nazwa"/></xsl:when>
        <xsl:when test="@name"><xsl:value-of select="@name"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
      </xsl:choose>
    </option>
  </xsl:template>

  <!-- One fixed choice, for the content of field-select. default: the value chosen when nothing was typed. -->
  <xsl:template name="option">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:param name="label"/>
    <xsl:param name="default"/>
    <xsl:variable name="current">
      <xsl:call-template name="field-value">
        <xsl:with-param name="name" select="$name"/>
        <xsl:with-param name="value" select="$default"/>
      </xsl:call-template>
    </xsl:variable>
    <option value="{$value}">
      <xsl:if test="string($current) = string($value)"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
      <xsl:value-of select="$label"/>
    </option>
  </xsl:template>

  <!-- One yes-or-no box; it sends value="1" -->
  <xsl:template name="field-check">
    <xsl:param name="name"/>
    <xsl:param name="label"/>
    <xsl:param name="hint"/>
    <xsl:param name="checked" select="false()"/>
    <xsl:param name="value" select="'1'"/>
    <xsl:param name="id" select="$name"/>
    <xsl:variable name="fault" select="$faults[@field = $name]"/>
    <div>
      <xsl:call-template name="field-class"><xsl:with-param name="fault" select="$fault"/></xsl:call-template>
      <xsl:call-template name="field-fault">
        <xsl:with-param name="id" select="$id"/>
        <xsl:with-param name="fault" select="$fault"/>
      </xsl:call-template>
      <div class="choice">
        <input type="checkbox" id="{$id}" name="{$name}" value="{$value}">
          <xsl:call-template name="field-aria">
            <xsl:with-param name="id" select="$id"/>
            <xsl:with-param name="hint" select="$hint"/>
            <xsl:with-param name="fault" select="$fault"/>
            <xsl:with-param name="optional" select="true()"/>
          </xsl:call-template>
          <xsl:if test="$typed[@name = $name] = $value or ($checked and not($faults) and not($typed))">
            <xsl:attribute name="checked">checked</xsl:attribute>
          </xsl:if>
        </input>
        <label for="{$id}"><xsl:copy-of select="$label"/></label>
        <xsl:if test="$hint"><p class="hint" id="{$id}-hint"><xsl:value-of select="$hint"/></p></xsl:if>
      </div>
    </div>
  </xsl:template>

  <!-- A question with its answers. content: calls of radio (or of check-item). The legend may be the page's heading. -->
  <xsl:template name="field-group">
    <xsl:param name="name"/>
    <xsl:param name="label"/>
    <xsl:param name="hint"/>
    <xsl:param name="content"/>
    <xsl:param name="id" select="$name"/>
    <xsl:param name="optional" select="false()"/>
    <xsl:variable name="fault" select="$faults[@field = $name]"/>
    <fieldset>
      <xsl:call-template name="field-class"><xsl:with-param name="fault" select="$fault"/></xsl:call-template>
      <xsl:if test="$hint or $fault">
        <xsl:attribute name="aria-describedby">
          <xsl:if test="$hint"><xsl:value-of select="concat($id, '-hint ')"/></xsl:if>
          <xsl:if test="$fault"><xsl:value-of select="concat($id, '-fault')"/></xsl:if>
        </xsl:attribute>
      </xsl:if>
      <legend>
        <xsl:value-of select="$label"/>
        <xsl:if test="$optional"><xsl:call-template name="field-optional"/></xsl:if>
      </legend>
      <xsl:if test="$hint"><p class="hint" id="{$id}-hint"><xsl:value-of select="$hint"/></p></xsl:if>
      <xsl:call-template name="field-fault">
        <xsl:with-param name="id" select="$id"/>
        <xsl:with-param name="fault" select="$fault"/>
      </xsl:call-template>
      <xsl:copy-of select="$content"/>
    </fieldset>
  </xsl:template>

  <!-- One answer of a field-group. The first one keeps id = name, so that the error summary finds it; give the others
       an id of their own. -->
  <xsl:template name="radio">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:param name="label"/>
    <xsl:param name="hint"/>
    <xsl:param name="id" select="concat($name, '-', $value)"/>
    <xsl:param name="default"/>
    <xsl:param name="type" select="'radio'"/>
    <div class="choice">
      <input type="{$type}" id="{$id}" name="{$name}" value="{$value}">
        <xsl:if test="$hint"><xsl:attribute name="aria-describedby"><xsl:value-of select="concat($id, '-hint')"/></xsl:attribute></xsl:if>
        <xsl:if test="$typed[@name = $name] = $value or ($default = $value and not($faults) and not($typed[@name = $name]))">
          <xsl:attribute name="checked">checked</xsl:attribute>
        </xsl:if>
      </input>
      <label for="{$id}"><xsl:value-of select="$label"/></label>
      <xsl:if test="$hint"><p class="hint" id="{$id}-hint"><xsl:value-of select="$hint"/></p></xsl:if>
    </div>
  </xsl:template>

  <!-- Files. max-total and max-file in bytes are for the early warning in files.js; the server decides. -->
  <xsl:template name="field-file">
    <xsl:param name="name"/>
    <xsl:param name="label"/>
    <xsl:param name="hint"/>
    <xsl:param name="id" select="$name"/>
    <xsl:param name="optional" select="false()"/>
    <xsl:param name="multiple" select="false()"/>
    <xsl:param name="accept"/>
    <xsl:param name="max-total"/>
    <xsl:param name="max-file"/>
    <xsl:variable name="fault" select="$faults[@field = $name]"/>
    <div>
      <xsl:call-template name="field-class"><xsl:with-param name="fault" select="$fault"/></xsl:call-template>
      <xsl:call-template name="field-head">
        <xsl:with-param name="id" select="$id"/>
        <xsl:with-param name="label" select="$label"/>
        <xsl:with-param name="hint" select="$hint"/>
        <xsl:with-param name="optional" select="$optional"/>
        <xsl:with-param name="fault" select="$fault"/>
      </xsl:call-template>
      <input type="file" id="{$id}" name="{$name}" data-files="">
        <xsl:call-template name="field-aria">
          <xsl:with-param name="id" select="$id"/>
          <xsl:with-param name="hint" select="$hint"/>
          <xsl:with-param name="fault" select="$fault"/>
          <xsl:with-param name="optional" select="$optional"/>
        </xsl:call-template>
        <xsl:if test="$multiple"><xsl:attribute name="multiple">multiple</xsl:attribute></xsl:if>
        <xsl:if test="$accept"><xsl:attribute name="accept"><xsl:value-of select="$accept"/></xsl:attribute></xsl:if>
        <xsl:if test="$max-total"><xsl:attribute name="data-max-total"><xsl:value-of select="$max-total"/></xsl:attribute></xsl:if>
        <xsl:if test="$max-file"><xsl:attribute name="data-max-file"><xsl:value-of select="$max-file"/></xsl:attribute></xsl:if>
      </input>
    </div>
  </xsl:template>

  <!-- The sending button. kind: primary (default), secondary, danger, plain. name and value when a form has several. ask: what
       cannot be undone; its key then asks this first. -->
  <xsl:template name="button">
    <xsl:param name="label"/>
    <xsl:param name="kind" select="'primary'"/>
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:param name="key"/>
    <xsl:param name="ask"/>
    <button type="submit" class="button {$kind}">
      <xsl:if test="$name">
        <xsl:attribute name="name"><xsl:value-of select="$name"/></xsl:attribute>
        <xsl:attribute name="value"><xsl:value-of select="$value"/></xsl:attribute>
      </xsl:if>
      <xsl:if test="$key"><xsl:attribute name="data-key"><xsl:value-of select="$key"/></xsl:attribute></xsl:if>
      <xsl:if test="$ask"><xsl:attribute name="data-ask"><xsl:value-of select="$ask"/></xsl:attribute></xsl:if>
      <xsl:value-of select="$label"/>
    </button>
  </xsl:template>

  <!-- A field as its table describes it: <field name label kind max required hint autocomplete><word/>*</field> of a form
       (view_form), <column> of a register. A sheet says what is different on its page: hint, label, optional, value; rows
       of an area, width of a line, the type (tel, search). prefix: of a line of a part. -->
  <xsl:template match="field | column" mode="field">
    <xsl:param name="prefix"/>
    <xsl:param name="label" select="@label"/>
    <xsl:param name="hint"><xsl:apply-templates select="." mode="hint"/></xsl:param>
    <xsl:param name="optional" select="not(@required)"/>
    <xsl:param name="value"/>
    <xsl:param name="rows" select="6"/>
    <xsl:param name="type" select="@autocomplete[. = 'tel']"/>
    <xsl:param name="width" select="@width"/>
    <xsl:param name="options" select="word"/>
    <xsl:param name="empty" select="'wybierz'"/>
    <xsl:variable name="name" select="concat($prefix, @name)"/>
    <xsl:variable name="words" select="e:t(string($label))"/>
    <xsl:variable name="is-number" select="@kind = 'money' or @kind = 'decimal' or @kind = 'int'"/>
    <xsl:variable name="is-digits" select="@kind = 'digits' or @kind = 'pesel'"/>
    <xsl:variable name="length"><xsl:if test="@max &gt; 0 and (@kind = 'text' or @kind = 'area')"><xsl:value-of select="@max"/></xsl:if></xsl:variable>
    <xsl:variable name="input">
      <xsl:choose>
        <xsl:when test="$type"><xsl:value-of select="$type"/></xsl:when>
        <xsl:when test="contains(@autocomplete, 'password')">password</xsl:when>
        <xsl:when test="@kind = 'date' or @kind = 'email' or @kind = 'password'"><xsl:value-of select="@kind"/></xsl:when>
        <xsl:otherwise>text</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="mode">
      <xsl:choose>
        <xsl:when test="@kind = 'money' or @kind = 'decimal'">decimal</xsl:when>
        <xsl:when test="@kind = 'int' or $is-digits or @autocomplete = 'one-time-code'">numeric</xsl:when>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="wide">
      <xsl:choose>
        <xsl:when test="$width"><xsl:value-of select="$width"/></xsl:when>
        <xsl:when test="$is-number or @kind = 'date'">10</xsl:when>
        <xsl:when test="$is-digits">20</xsl:when>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="advice"><xsl:if test="$hint != ''"><xsl:value-of select="e:t(string($hint))"/></xsl:if></xsl:variable>
    <xsl:choose>
      <xsl:when test="@kind = 'word' or (@kind = 'ref' and not(long))">
        <xsl:call-template name="field-select">
          <xsl:with-param name="name" select="$name"/><xsl:with-param name="label" select="$words"/><xsl:with-param name="hint" select="string($advice)"/>
          <xsl:with-param name="options" select="$options"/><xsl:with-param name="empty" select="e:t($empty)"/>
          <xsl:with-param name="optional" select="$optional"/><xsl:with-param name="value" select="$value"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="@kind = 'words'">
        <xsl:call-template name="field-group">
          <xsl:with-param name="name" select="$name"/><xsl:with-param name="label" select="$words"/><xsl:with-param name="hint" select="string($advice)"/>
          <xsl:with-param name="optional" select="$optional"/>
          <xsl:with-param name="content">
            <xsl:apply-templates select="$options" mode="choice"><xsl:with-param name="name" select="$name"/></xsl:apply-templates>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="@kind = 'ref'"><xsl:call-template name="field-search"><xsl:with-param name="name" select="$name"/></xsl:call-template></xsl:when>
      <xsl:when test="@kind = 'bool'">
        <xsl:call-template name="field-check">
          <xsl:with-param name="name" select="$name"/><xsl:with-param name="label" select="$words"/><xsl:with-param name="hint" select="string($advice)"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="@kind = 'file'">
        <xsl:call-template name="field-file">
          <xsl:with-param name="name" select="$name"/><xsl:with-param name="label" select="$words"/><xsl:with-param name="hint" select="string($advice)"/>
          <xsl:with-param name="optional" select="$optional or ../@id"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="@kind = 'area'">
        <xsl:call-template name="field-area">
          <xsl:with-param name="name" select="$name"/><xsl:with-param name="label" select="$words"/><xsl:with-param name="hint" select="string($advice)"/>
          <xsl:with-param name="optional" select="$optional"/><xsl:with-param name="value" select="$value"/><xsl:with-param name="rows" select="$rows"/>
          <xsl:with-param name="maxlength" select="string($length)"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="field-text">
          <xsl:with-param name="name" select="$name"/><xsl:with-param name="label" select="$words"/><xsl:with-param name="hint" select="string($advice)"/>
          <xsl:with-param name="optional" select="$optional"/><xsl:with-param name="value" select="$value"/>
          <xsl:with-param name="autocomplete" select="string(@autocomplete)"/>
          <xsl:with-param name="maxlength" select="string($length)"/><xsl:with-param name="type" select="string($input)"/>
          <xsl:with-param name="inputmode" select="string($mode)"/><xsl:with-param name="width" select="string($wide)"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- One word of a set. The first box has the name of the field as its id, for the error summary. -->
  <xsl:template match="word" mode="choice">
    <xsl:param name="name"/>
    <xsl:call-template name="radio">
      <xsl:with-param name="name" select="$name"/><xsl:with-param name="value" select="string(@id)"/><xsl:with-param name="label" select="@name"/>
      <xsl:with-param name="id"><xsl:value-of select="$name"/><xsl:if test="position() &gt; 1"><xsl:value-of select="concat('-', @id)"/></xsl:if></xsl:with-param>
      <xsl:with-param name="type" select="'checkbox'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- What stands between label and field; a sheet may know more than the table -->
  <xsl:template match="field | column" mode="hint"><xsl:value-of select="@hint"/></xsl:template>

  <!-- A reference into a long list: words of the row wanted; the browser suggests what fits. The page has <word id name/>. -->
  <xsl:template name="field-search">
    <xsl:param name="name"/>
    <xsl:variable name="fault" select="$faults[@field = $name]"/>
    <xsl:variable name="hint"><xsl:if test="@hint"><xsl:value-of select="concat(@hint, ' ')"/></xsl:if>Wpisz słowa, po których da się to znaleźć.</xsl:variable>
    <div>
      <xsl:call-template name="field-class"><xsl:with-param name="fault" select="$fault"/></xsl:call-template>
      <xsl:call-template name="field-head">
        <xsl:with-param name="id" select="$name"/><xsl:with-param name="label" select="string(@label)"/><xsl:with-param name="hint" select="string($hint)"/>
        <xsl:with-param name="optional" select="not(@required)"/><xsl:with-param name="fault" select="$fault"/>
      </xsl:call-template>
      <input id="{$name}" name="{$name}" type="text" list="{$name}-lista" autocomplete="off" value="{($typed[@name = concat($name, '_label')] | $typed[@name = $name][not($typed[@name = concat($name, '_label')])])[1]}">
        <xsl:call-template name="field-aria">
          <xsl:with-param name="id" select="$name"/><xsl:with-param name="hint" select="string($hint)"/>
          <xsl:with-param name="fault" select="$fault"/><xsl:with-param name="optional" select="not(@required)"/>
        </xsl:call-template>
      </input>
      <datalist id="{$name}-lista"><xsl:for-each select="word"><option value="{@name}"></option></xsl:for-each></datalist>
    </div>
  </xsl:template>

  <!-- The parts from which the fields are made -->

  <xsl:template name="field-class">
    <xsl:param name="fault"/>
    <xsl:attribute name="class">
      <xsl:text>field</xsl:text>
      <xsl:if test="$fault"><xsl:text> field-wrong</xsl:text></xsl:if>
    </xsl:attribute>
  </xsl:template>

  <xsl:template name="field-head">
    <xsl:param name="id"/>
    <xsl:param name="label"/>
    <xsl:param name="hint"/>
    <xsl:param name="optional"/>
    <xsl:param name="fault"/>
    <label for="{$id}">
      <xsl:value-of select="$label"/>
      <xsl:if test="$optional"><xsl:call-template name="field-optional"/></xsl:if>
    </label>
    <xsl:if test="$hint"><p class="hint" id="{$id}-hint"><xsl:value-of select="$hint"/></p></xsl:if>
    <xsl:call-template name="field-fault">
      <xsl:with-param name="id" select="$id"/>
      <xsl:with-param name="fault" select="$fault"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="field-optional">
    <span class="optional"><xsl:text> (</xsl:text><xsl:value-of select="e:t('nieobowiązkowe')"/><xsl:text>)</xsl:text></span>
  </xsl:template>

  <xsl:template name="field-fault">
    <xsl:param name="id"/>
    <xsl:param name="fault"/>
    <xsl:if test="$fault">
      <p class="fault" id="{$id}-fault">
        <span class="sr"><xsl:value-of select="e:t('Błąd:')"/><xsl:text> </xsl:text></span>
        <xsl:value-of select="e:t(string($fault))"/>
      </p>
    </xsl:if>
  </xsl:template>

  <xsl:template name="field-aria">
    <xsl:param name="id"/>
    <xsl:param name="hint"/>
    <xsl:param name="fault"/>
    <xsl:param name="optional"/>
    <xsl:if test="$hint or $fault">
      <xsl:attribute name="aria-describedby">
        <xsl:if test="$hint"><xsl:value-of select="concat($id, '-hint')"/></xsl:if>
        <xsl:if test="$hint and $fault"><xsl:text> </xsl:text></xsl:if>
        <xsl:if test="$fault"><xsl:value-of select="concat($id, '-fault')"/></xsl:if>
      </xsl:attribute>
    </xsl:if>
    <xsl:if test="$fault"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if>
    <xsl:if test="not($optional)"><xsl:attribute name="required">required</xsl:attribute></xsl:if>
  </xsl:template>

  <xsl:template name="field-value">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:variable name="mine" select="$typed[@name = $name]"/>
    <xsl:choose>
      <xsl:when test="$mine"><xsl:value-of select="$mine[1]"/></xsl:when>
      <xsl:when test="not($faults)"><xsl:value-of select="$value"/></xsl:when>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
