// Generated. Do not edit.
// @ts-nocheck: what handlebars writes is plain JavaScript.
export const templates: Readonly<Record<string, object>> = {
  'beside': {"0":function(container,depth0,helpers,partials,data) {
    return "<p class=\"notice\">The two do not part: event by event they are the same.</p>";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n<dl class=\"parting\"><div><dt><span class=\"mark mark-parted\">1</span> Where the two part</dt><dd><span class=\"side\">here</span> "
    + alias3(alias2(alias1(lookupProperty(depth0,"first"), "here", {"start":{"line":2,"column":129},"end":{"line":2,"column":139}} ), depth0))
    + "</dd><dd><span class=\"side\">there</span> "
    + alias3(alias2(alias1(lookupProperty(depth0,"first"), "there", {"start":{"line":2,"column":184},"end":{"line":2,"column":195}} ), depth0))
    + "</dd></div><div><dt><span class=\"mark mark-behaved\">2</span> Where the agent does something else</dt>"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"behaviour"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.program(3, data, 0),"data":data,"loc":{"start":{"line":2,"column":298},"end":{"line":2,"column":502}}})) != null ? stack1 : "")
    + "</div></dl>";
},"2":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<dd><span class=\"side\">here</span> "
    + alias3(alias2(alias1(lookupProperty(depth0,"behaviour"), "here", {"start":{"line":2,"column":352},"end":{"line":2,"column":366}} ), depth0))
    + "</dd><dd><span class=\"side\">there</span> "
    + alias3(alias2(alias1(lookupProperty(depth0,"behaviour"), "there", {"start":{"line":2,"column":411},"end":{"line":2,"column":426}} ), depth0))
    + "</dd>";
},"3":function(container,depth0,helpers,partials,data) {
    return "<dd>Nowhere: the same calls, and the same answer.</dd>";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<section aria-label=\"This trial\"><h3>This trial</h3>"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"column"),depth0,{"name":"column","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</section>";
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<section aria-label=\"The other trial\"><h3><a href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":5,"column":68},"end":{"line":5,"column":72}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "label", {"start":{"line":5,"column":78},"end":{"line":5,"column":83}} ), depth0))
    + "</a></h3>"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"column"),depth0,{"name":"column","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</section>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"same"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(1, data, 0),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":2,"column":520}}})) != null ? stack1 : "")
    + "\n<div class=\"beside\">\n"
    + ((stack1 = lookupProperty(helpers,"with").call(alias1,lookupProperty(depth0,"left"),{"name":"with","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":0},"end":{"line":4,"column":97}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"with").call(alias1,lookupProperty(depth0,"right"),{"name":"with","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":5,"column":125}}})) != null ? stack1 : "")
    + "\n</div>\n";
},"usePartial":true,"useData":true},
  'body': {"0":function(container,depth0,helpers,partials,data) {
    return "<p class=\"cut\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "cut", {"start":{"line":1,"column":47},"end":{"line":1,"column":50}} ), depth0))
    + "</p>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<pre>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "text", {"start":{"line":1,"column":7},"end":{"line":1,"column":11}} ), depth0))
    + "</pre>"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"cut"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":19},"end":{"line":1,"column":63}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
  'call': {"0":function(container,depth0,helpers,partials,data) {
    return " differs";
},"1":function(container,depth0,helpers,partials,data) {
    return " id=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "anchor", {"start":{"line":1,"column":74},"end":{"line":1,"column":80}} ), depth0))
    + "\" tabindex=\"-1\"";
},"2":function(container,depth0,helpers,partials,data) {
    return " open";
},"3":function(container,depth0,helpers,partials,data) {
    return " <span class=\"chose\">→ <b>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "chose", {"start":{"line":4,"column":107},"end":{"line":4,"column":112}} ), depth0))
    + "</b></span>";
},"4":function(container,depth0,helpers,partials,data) {
    return "<span class=\"mark mark-fault\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "fault", {"start":{"line":4,"column":209},"end":{"line":4,"column":214}} ), depth0))
    + "</span> ";
},"5":function(container,depth0,helpers,partials,data) {
    return "<span class=\"mark mark-stopped\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "stopped", {"start":{"line":4,"column":282},"end":{"line":4,"column":289}} ), depth0))
    + "</span> ";
},"6":function(container,depth0,helpers,partials,data) {
    return "<span class=\"mark mark-effect\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "changed", {"start":{"line":4,"column":354},"end":{"line":4,"column":361}} ), depth0))
    + "</span> ";
},"7":function(container,depth0,helpers,partials,data) {
    return "<span>"
    + container.escapeExpression(container.lambda(depth0, depth0))
    + "</span>";
},"8":function(container,depth0,helpers,partials,data) {
    return "<p class=\"stated\">The agent's reason: <q>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "reason", {"start":{"line":7,"column":57},"end":{"line":7,"column":63}} ), depth0))
    + "</q></p>";
},"9":function(container,depth0,helpers,partials,data) {
    return "<p class=\"decision stopped\"><b>malformed input</b> "
    + container.escapeExpression(container.lambda(container.strict(depth0, "malformed", {"start":{"line":8,"column":70},"end":{"line":8,"column":79}} ), depth0))
    + "</p>";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"fault\""
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"anchor"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":10,"column":16},"end":{"line":10,"column":67}}})) != null ? stack1 : "")
    + "><svg class=\"fault-mark\" width=\"10\" height=\"9\" aria-hidden=\"true\"><path d=\"M1 1h8L5 8z\"/></svg><b>fault</b> "
    + alias3(alias2(alias1(depth0, "fault", {"start":{"line":10,"column":177},"end":{"line":10,"column":182}} ), depth0))
    + " <span class=\"quiet\">entry "
    + alias3(alias2(alias1(depth0, "entry", {"start":{"line":10,"column":213},"end":{"line":10,"column":218}} ), depth0))
    + " of the plan</span></p>\n";
},"11":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"decision "
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":13,"column":21},"end":{"line":13,"column":25}} ), depth0))
    + "\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"anchor"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":28},"end":{"line":13,"column":79}}})) != null ? stack1 : "")
    + "><b>"
    + alias3(alias2(alias1(depth0, "word", {"start":{"line":13,"column":85},"end":{"line":13,"column":89}} ), depth0))
    + "</b> "
    + alias3(alias2(alias1(depth0, "guard", {"start":{"line":13,"column":98},"end":{"line":13,"column":103}} ), depth0))
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"mode"),{"name":"if","hash":{},"fn":container.program(12, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":105},"end":{"line":13,"column":160}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"by"),{"name":"if","hash":{},"fn":container.program(13, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":160},"end":{"line":13,"column":185}}})) != null ? stack1 : "")
    + " <span class=\"rule\">"
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":13,"column":207},"end":{"line":13,"column":213}} ), depth0))
    + "</span></p>\n";
},"12":function(container,depth0,helpers,partials,data) {
    return " <span class=\"quiet\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "mode", {"start":{"line":13,"column":140},"end":{"line":13,"column":144}} ), depth0))
    + "</span>";
},"13":function(container,depth0,helpers,partials,data) {
    return ", "
    + container.escapeExpression(container.lambda(container.strict(depth0, "by", {"start":{"line":13,"column":174},"end":{"line":13,"column":176}} ), depth0));
},"14":function(container,depth0,helpers,partials,data) {
    return "<p class=\"difference\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "difference", {"start":{"line":15,"column":42},"end":{"line":15,"column":52}} ), depth0))
    + "</p>";
},"15":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"request"),lookupProperty(depth0,"request"),{"name":"request","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"16":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"body"),lookupProperty(depth0,"sent"),{"name":"body","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"17":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"did"),"anchor"),{"name":"if","hash":{},"fn":container.program(18, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":18,"column":28},"end":{"line":18,"column":87}}})) != null ? stack1 : "");
},"18":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return " id=\""
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"did"), "anchor", {"start":{"line":18,"column":53},"end":{"line":18,"column":63}} ), depth0))
    + "\" tabindex=\"-1\"";
},"19":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return " <b>"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"did"), "word", {"start":{"line":18,"column":125},"end":{"line":18,"column":133}} ), depth0))
    + "</b>"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"did"),"late"),{"name":"if","hash":{},"fn":container.program(20, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":18,"column":139},"end":{"line":18,"column":189}}})) != null ? stack1 : "");
},"20":function(container,depth0,helpers,partials,data) {
    return " <em class=\"late\">late</em>";
},"21":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"body"),lookupProperty(lookupProperty(depth0,"did"),"body"),{"name":"body","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"22":function(container,depth0,helpers,partials,data) {
    return "<p class=\"empty\">Nothing: it was not asked.</p>";
},"23":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"saw"),"anchor"),{"name":"if","hash":{},"fn":container.program(24, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":32},"end":{"line":20,"column":91}}})) != null ? stack1 : "");
},"24":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return " id=\""
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"saw"), "anchor", {"start":{"line":20,"column":57},"end":{"line":20,"column":67}} ), depth0))
    + "\" tabindex=\"-1\"";
},"25":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return " <b>"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"saw"), "word", {"start":{"line":20,"column":129},"end":{"line":20,"column":137}} ), depth0))
    + "</b>";
},"26":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"saw"),"same"),{"name":"if","hash":{},"fn":container.program(27, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":22,"column":0},"end":{"line":22,"column":75}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"saw"),"nothing"),{"name":"if","hash":{},"fn":container.program(28, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":23,"column":0},"end":{"line":23,"column":63}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"saw"),"changes"),{"name":"if","hash":{},"fn":container.program(29, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":24,"column":0},"end":{"line":24,"column":43}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"saw"),"body"),{"name":"if","hash":{},"fn":container.program(30, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":25,"column":0},"end":{"line":25,"column":42}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"saw"),"headers"),{"name":"if","hash":{},"fn":container.program(31, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":26,"column":0},"end":{"line":26,"column":78}}})) != null ? stack1 : "")
    + "\n";
},"27":function(container,depth0,helpers,partials,data) {
    return "<p class=\"empty\">The same as the world answered.</p>";
},"28":function(container,depth0,helpers,partials,data) {
    return "<p class=\"empty\">Nothing arrived.</p>";
},"29":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"changes"),lookupProperty(depth0,"saw"),{"name":"changes","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"30":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"body"),lookupProperty(lookupProperty(depth0,"saw"),"body"),{"name":"body","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"31":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"headers\">Headers</p>"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"body"),lookupProperty(lookupProperty(depth0,"saw"),"headers"),{"name":"body","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"32":function(container,depth0,helpers,partials,data) {
    return "<p class=\"empty\">No reply is in the trace.</p>";
},"33":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"effect"),depth0,{"name":"effect","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"34":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<div><dt>"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":31,"column":84},"end":{"line":31,"column":88}} ), depth0))
    + "</dt><dd>"
    + alias3(alias2(alias1(depth0, "text", {"start":{"line":31,"column":101},"end":{"line":31,"column":105}} ), depth0))
    + "</dd></div>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.strict, alias3=container.lambda, alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li class=\"row call"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"difference"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":19},"end":{"line":1,"column":52}}})) != null ? stack1 : "")
    + "\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"anchor"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":53},"end":{"line":1,"column":104}}})) != null ? stack1 : "")
    + ">\n<span class=\"at\">"
    + alias4(alias3(alias2(depth0, "offset", {"start":{"line":2,"column":19},"end":{"line":2,"column":25}} ), depth0))
    + "</span>\n<details class=\"step\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"open"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":21},"end":{"line":3,"column":45}}})) != null ? stack1 : "")
    + ">\n<summary><span class=\"title\"><b>"
    + alias4(alias3(alias2(depth0, "id", {"start":{"line":4,"column":34},"end":{"line":4,"column":36}} ), depth0))
    + "</b> <code>"
    + alias4(alias3(alias2(depth0, "target", {"start":{"line":4,"column":51},"end":{"line":4,"column":57}} ), depth0))
    + "</code>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"chose"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":66},"end":{"line":4,"column":132}}})) != null ? stack1 : "")
    + "</span><span class=\"outcome\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"faults"),{"name":"each","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":161},"end":{"line":4,"column":233}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"stopped"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":233},"end":{"line":4,"column":306}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"changed"),{"name":"if","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":306},"end":{"line":4,"column":378}}})) != null ? stack1 : "")
    + "<span class=\"saying\">"
    + alias4(alias3(alias2(depth0, "saying", {"start":{"line":4,"column":401},"end":{"line":4,"column":407}} ), depth0))
    + "</span> <span class=\"took\">"
    + alias4(alias3(alias2(depth0, "took", {"start":{"line":4,"column":438},"end":{"line":4,"column":442}} ), depth0))
    + "</span></span></summary>\n<div class=\"inside\">\n<p class=\"chips\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"facts"),{"name":"each","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":17},"end":{"line":6,"column":62}}})) != null ? stack1 : "")
    + "</p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"reason"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":7,"column":80}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"malformed"),{"name":"if","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":8,"column":92}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"faults"),{"name":"each","hash":{},"fn":container.program(10, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":0},"end":{"line":11,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"rulings"),{"name":"each","hash":{},"fn":container.program(11, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":14,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"difference"),{"name":"if","hash":{},"fn":container.program(14, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":15,"column":0},"end":{"line":15,"column":65}}})) != null ? stack1 : "")
    + "\n<div class=\"panes\">\n<div class=\"pane\"><h3>Agent sent</h3>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"request"),{"name":"if","hash":{},"fn":container.program(15, data, 0),"inverse":container.program(16, data, 0),"data":data,"loc":{"start":{"line":17,"column":37},"end":{"line":17,"column":103}}})) != null ? stack1 : "")
    + "</div>\n<div class=\"pane\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"did"),{"name":"if","hash":{},"fn":container.program(17, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":18,"column":17},"end":{"line":18,"column":94}}})) != null ? stack1 : "")
    + "><h3>World did"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"did"),{"name":"if","hash":{},"fn":container.program(19, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":18,"column":108},"end":{"line":18,"column":196}}})) != null ? stack1 : "")
    + "</h3>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"did"),{"name":"if","hash":{},"fn":container.program(21, data, 0),"inverse":container.program(22, data, 0),"data":data,"loc":{"start":{"line":19,"column":0},"end":{"line":19,"column":92}}})) != null ? stack1 : "")
    + "</div>\n<div class=\"pane saw\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"saw"),{"name":"if","hash":{},"fn":container.program(23, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":21},"end":{"line":20,"column":98}}})) != null ? stack1 : "")
    + "><h3>Agent saw"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"saw"),{"name":"if","hash":{},"fn":container.program(25, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":112},"end":{"line":20,"column":150}}})) != null ? stack1 : "")
    + "</h3>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"saw"),{"name":"if","hash":{},"fn":container.program(26, data, 0),"inverse":container.program(32, data, 0),"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":27,"column":61}}})) != null ? stack1 : "")
    + "</div>\n</div>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"meanwhile"),{"name":"each","hash":{},"fn":container.program(33, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":29,"column":0},"end":{"line":29,"column":40}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"effects"),{"name":"each","hash":{},"fn":container.program(33, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":30,"column":0},"end":{"line":30,"column":38}}})) != null ? stack1 : "")
    + "\n<details class=\"audit\"><summary>Audit fields</summary><dl>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"audit"),{"name":"each","hash":{},"fn":container.program(34, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":31,"column":58},"end":{"line":31,"column":127}}})) != null ? stack1 : "")
    + "</dl></details>\n</div>\n</details>\n</li>\n";
},"usePartial":true,"useData":true},
  'changes': {"0":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr class=\""
    + alias3(alias2(alias1(depth0, "kind", {"start":{"line":2,"column":30},"end":{"line":2,"column":34}} ), depth0))
    + "\"><th scope=\"row\">"
    + alias3(alias2(alias1(depth0, "field", {"start":{"line":2,"column":56},"end":{"line":2,"column":61}} ), depth0))
    + "</th><td>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"before"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":72},"end":{"line":2,"column":114}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"after"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":114},"end":{"line":2,"column":155}}})) != null ? stack1 : "")
    + "</td></tr>\n";
},"1":function(container,depth0,helpers,partials,data) {
    return "<del>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "before", {"start":{"line":2,"column":93},"end":{"line":2,"column":99}} ), depth0))
    + "</del>";
},"2":function(container,depth0,helpers,partials,data) {
    return " <ins>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "after", {"start":{"line":2,"column":135},"end":{"line":2,"column":140}} ), depth0))
    + "</ins>";
},"3":function(container,depth0,helpers,partials,data) {
    return "<p class=\"cut\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "more", {"start":{"line":5,"column":29},"end":{"line":5,"column":33}} ), depth0))
    + " more fields differ.</p>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<table class=\"changes\"><tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"changes"),{"name":"each","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":3,"column":9}}})) != null ? stack1 : "")
    + "</tbody></table>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"more"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":5,"column":66}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
  'column': {"0":function(container,depth0,helpers,partials,data) {
    return "<li class=\"quiet\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "earlier", {"start":{"line":1,"column":39},"end":{"line":1,"column":46}} ), depth0))
    + " earlier events, the same in both</li>";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.strict, alias3=container.lambda, alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"parted"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":18},"end":{"line":2,"column":54}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"behaved"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":54},"end":{"line":2,"column":92}}})) != null ? stack1 : "")
    + "><a href=\""
    + alias4(alias3(alias2(depth0, "path", {"start":{"line":2,"column":104},"end":{"line":2,"column":108}} ), depth0))
    + "\">"
    + alias4(alias3(alias2(depth0, "ref", {"start":{"line":2,"column":114},"end":{"line":2,"column":117}} ), depth0))
    + "</a> <span class=\"at\">"
    + alias4(alias3(alias2(depth0, "offset", {"start":{"line":2,"column":143},"end":{"line":2,"column":149}} ), depth0))
    + "</span> <span class=\"event-text\">"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"parted"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":184},"end":{"line":2,"column":245}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"behaved"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":245},"end":{"line":2,"column":308}}})) != null ? stack1 : "")
    + alias4(alias3(alias2(depth0, "text", {"start":{"line":2,"column":310},"end":{"line":2,"column":314}} ), depth0))
    + "</span></li>\n";
},"2":function(container,depth0,helpers,partials,data) {
    return " class=\"parted\"";
},"3":function(container,depth0,helpers,partials,data) {
    return " class=\"behaved\"";
},"4":function(container,depth0,helpers,partials,data) {
    return "<span class=\"mark mark-parted\">1</span> ";
},"5":function(container,depth0,helpers,partials,data) {
    return "<span class=\"mark mark-behaved\">2</span> ";
},"6":function(container,depth0,helpers,partials,data) {
    return "<li class=\"quiet\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "later", {"start":{"line":3,"column":42},"end":{"line":3,"column":47}} ), depth0))
    + " later events</li>";
},"7":function(container,depth0,helpers,partials,data) {
    return "<li class=\"quiet\">the end</li>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<ol>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"earlier"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":4},"end":{"line":1,"column":93}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"steps"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":3,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"later"),{"name":"if","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":9},"end":{"line":3,"column":74}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"ended"),{"name":"if","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":74},"end":{"line":3,"column":124}}})) != null ? stack1 : "")
    + "</ol>\n";
},"useData":true},
  'diff': {"0":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Changes in "
    + alias3(alias2(alias1(depth0, "collection", {"start":{"line":2,"column":72},"end":{"line":2,"column":82}} ), depth0))
    + "\">\n<table class=\"plain diff\">\n<caption><code>"
    + alias3(alias2(alias1(depth0, "collection", {"start":{"line":4,"column":17},"end":{"line":4,"column":27}} ), depth0))
    + "</code></caption>\n<thead><tr><th scope=\"col\">Row</th><th scope=\"col\">Field</th><th scope=\"col\">Before</th><th scope=\"col\">After</th><th scope=\"col\">By</th></tr></thead>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"rows"),{"name":"each","hash":{},"fn":container.program(1, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":15,"column":9}}})) != null ? stack1 : "")
    + "</table>\n</div>\n";
},"1":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tbody class=\"op-"
    + container.escapeExpression(container.lambda(container.strict(depth0, "op", {"start":{"line":7,"column":19},"end":{"line":7,"column":21}} ), depth0))
    + "\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"changes"),{"name":"each","hash":{},"fn":container.program(2, data, 0, blockParams, depths),"inverse":container.program(12, data, 0, blockParams, depths),"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":12,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"more"),{"name":"if","hash":{},"fn":container.program(14, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":13,"column":83}}})) != null ? stack1 : "")
    + "\n</tbody>\n";
},"2":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><th scope=\"row\">"
    + ((stack1 = lookupProperty(helpers,"unless").call(alias1,lookupProperty(data,"index"),{"name":"unless","hash":{},"fn":container.program(3, data, 0, blockParams, depths),"inverse":container.program(5, data, 0, blockParams, depths),"data":data,"loc":{"start":{"line":9,"column":20},"end":{"line":9,"column":232}}})) != null ? stack1 : "")
    + "</th><td><code>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "field", {"start":{"line":9,"column":249},"end":{"line":9,"column":254}} ), depth0))
    + "</code></td><td>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"before"),{"name":"if","hash":{},"fn":container.program(6, data, 0, blockParams, depths),"inverse":container.program(7, data, 0, blockParams, depths),"data":data,"loc":{"start":{"line":9,"column":272},"end":{"line":9,"column":350}}})) != null ? stack1 : "")
    + "</td><td>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"after"),{"name":"if","hash":{},"fn":container.program(8, data, 0, blockParams, depths),"inverse":container.program(7, data, 0, blockParams, depths),"data":data,"loc":{"start":{"line":9,"column":359},"end":{"line":9,"column":435}}})) != null ? stack1 : "")
    + "</td><td class=\"refs\">"
    + ((stack1 = lookupProperty(helpers,"unless").call(alias1,lookupProperty(data,"index"),{"name":"unless","hash":{},"fn":container.program(9, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":457},"end":{"line":9,"column":593}}})) != null ? stack1 : "")
    + "</td></tr>\n";
},"3":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<span class=\"sign\" aria-hidden=\"true\">"
    + alias3(alias2(alias1(depths[1], "sign", {"start":{"line":9,"column":78},"end":{"line":9,"column":85}} ), depth0))
    + "</span> "
    + alias3(alias2(alias1(depths[1], "op", {"start":{"line":9,"column":97},"end":{"line":9,"column":102}} ), depth0))
    + " <code>"
    + alias3(alias2(alias1(depths[1], "id", {"start":{"line":9,"column":113},"end":{"line":9,"column":118}} ), depth0))
    + "</code>"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depths[1],"late"),{"name":"if","hash":{},"fn":container.program(4, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":127},"end":{"line":9,"column":176}}})) != null ? stack1 : "");
},"4":function(container,depth0,helpers,partials,data) {
    return " <em class=\"late\">late</em>";
},"5":function(container,depth0,helpers,partials,data,blockParams,depths) {
    return "<span class=\"unseen\">"
    + container.escapeExpression(container.lambda(container.strict(depths[1], "id", {"start":{"line":9,"column":207},"end":{"line":9,"column":212}} ), depth0))
    + "</span>";
},"6":function(container,depth0,helpers,partials,data) {
    return "<del>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "before", {"start":{"line":9,"column":293},"end":{"line":9,"column":299}} ), depth0))
    + "</del>";
},"7":function(container,depth0,helpers,partials,data) {
    return "<span class=\"quiet\">–</span>";
},"8":function(container,depth0,helpers,partials,data) {
    return "<ins>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "after", {"start":{"line":9,"column":379},"end":{"line":9,"column":384}} ), depth0))
    + "</ins>";
},"9":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depths[1],"calls"),{"name":"each","hash":{},"fn":container.program(10, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":475},"end":{"line":9,"column":512}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depths[1],"by"),{"name":"if","hash":{},"fn":container.program(11, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":512},"end":{"line":9,"column":541}}})) != null ? stack1 : "")
    + " <span class=\"quiet\">"
    + container.escapeExpression(container.lambda(container.strict(depths[1], "offset", {"start":{"line":9,"column":564},"end":{"line":9,"column":573}} ), depth0))
    + "</span>";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"ref"),depth0,{"name":"ref","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + " ";
},"11":function(container,depth0,helpers,partials,data,blockParams,depths) {
    return container.escapeExpression(container.lambda(container.strict(depths[1], "by", {"start":{"line":9,"column":527},"end":{"line":9,"column":532}} ), depth0));
},"12":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><th scope=\"row\"><span class=\"sign\" aria-hidden=\"true\">"
    + alias3(alias2(alias1(depth0, "sign", {"start":{"line":11,"column":60},"end":{"line":11,"column":64}} ), depth0))
    + "</span> "
    + alias3(alias2(alias1(depth0, "op", {"start":{"line":11,"column":76},"end":{"line":11,"column":78}} ), depth0))
    + " <code>"
    + alias3(alias2(alias1(depth0, "id", {"start":{"line":11,"column":89},"end":{"line":11,"column":91}} ), depth0))
    + "</code></th><td colspan=\"3\" class=\"quiet\">no field differs</td><td class=\"refs\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"calls"),{"name":"each","hash":{},"fn":container.program(10, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":173},"end":{"line":11,"column":207}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"by"),{"name":"if","hash":{},"fn":container.program(13, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":207},"end":{"line":11,"column":230}}})) != null ? stack1 : "")
    + "</td></tr>\n";
},"13":function(container,depth0,helpers,partials,data) {
    return container.escapeExpression(container.lambda(container.strict(depth0, "by", {"start":{"line":11,"column":219},"end":{"line":11,"column":221}} ), depth0));
},"14":function(container,depth0,helpers,partials,data) {
    return "<tr><td colspan=\"5\" class=\"quiet\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "more", {"start":{"line":13,"column":48},"end":{"line":13,"column":52}} ), depth0))
    + " more fields</td></tr>";
},"15":function(container,depth0,helpers,partials,data) {
    return "<p class=\"quiet\">Nothing: the world is as it was.</p>\n";
},"16":function(container,depth0,helpers,partials,data) {
    return "<p class=\"notice\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "more", {"start":{"line":21,"column":32},"end":{"line":21,"column":36}} ), depth0))
    + " more effects stand in the steps.</p>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"collections"),{"name":"each","hash":{},"fn":container.program(0, data, 0, blockParams, depths),"inverse":container.program(15, data, 0, blockParams, depths),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":20,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"more"),{"name":"if","hash":{},"fn":container.program(16, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":21,"column":82}}})) != null ? stack1 : "")
    + "\n";
},"usePartial":true,"useData":true,"useDepths":true},
  'effect': {"0":function(container,depth0,helpers,partials,data) {
    return " late";
},"1":function(container,depth0,helpers,partials,data) {
    return " id=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "anchor", {"start":{"line":1,"column":64},"end":{"line":1,"column":70}} ), depth0))
    + "\" tabindex=\"-1\"";
},"2":function(container,depth0,helpers,partials,data) {
    return " <em class=\"late\">by somebody else, right before it</em>";
},"3":function(container,depth0,helpers,partials,data) {
    return " <em class=\"late\">late: after the client had given up</em>";
},"4":function(container,depth0,helpers,partials,data) {
    return " <span class=\"quiet\">also by "
    + container.escapeExpression(container.lambda(container.strict(depth0, "others", {"start":{"line":2,"column":380},"end":{"line":2,"column":386}} ), depth0))
    + "</span>";
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"changes"),depth0,{"name":"changes","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.strict, alias3=container.lambda, alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"effect"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"late"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":18},"end":{"line":1,"column":42}}})) != null ? stack1 : "")
    + "\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"anchor"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":43},"end":{"line":1,"column":94}}})) != null ? stack1 : "")
    + ">\n<p><svg width=\"10\" height=\"10\" aria-hidden=\"true\"><circle class=\"effect-mark"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"late"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":76},"end":{"line":2,"column":100}}})) != null ? stack1 : "")
    + "\" cx=\"5\" cy=\"5\" r=\"3.5\"/></svg><b>"
    + alias4(alias3(alias2(depth0, "op", {"start":{"line":2,"column":136},"end":{"line":2,"column":138}} ), depth0))
    + "</b> <code>"
    + alias4(alias3(alias2(depth0, "collection", {"start":{"line":2,"column":153},"end":{"line":2,"column":163}} ), depth0))
    + " "
    + alias4(alias3(alias2(depth0, "id", {"start":{"line":2,"column":168},"end":{"line":2,"column":170}} ), depth0))
    + "</code>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"somebody"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":179},"end":{"line":2,"column":258}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"late"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":258},"end":{"line":2,"column":335}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"others"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":335},"end":{"line":2,"column":402}}})) != null ? stack1 : "")
    + "</p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"changes"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":3,"column":40}}})) != null ? stack1 : "")
    + "\n</div>\n";
},"usePartial":true,"useData":true},
  'other': {"0":function(container,depth0,helpers,partials,data) {
    return " id=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "anchor", {"start":{"line":1,"column":51},"end":{"line":1,"column":57}} ), depth0))
    + "\" tabindex=\"-1\"";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"body"),lookupProperty(depth0,"body"),{"name":"body","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"effect"),lookupProperty(depth0,"effect"),{"name":"effect","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li class=\"row event "
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":1,"column":23},"end":{"line":1,"column":27}} ), depth0))
    + "\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"anchor"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":30},"end":{"line":1,"column":81}}})) != null ? stack1 : "")
    + ">\n<span class=\"at\">"
    + alias3(alias2(alias1(depth0, "offset", {"start":{"line":2,"column":19},"end":{"line":2,"column":25}} ), depth0))
    + "</span>\n<div class=\"what\">\n<p class=\"title\"><b>"
    + alias3(alias2(alias1(depth0, "word", {"start":{"line":4,"column":22},"end":{"line":4,"column":26}} ), depth0))
    + "</b> "
    + alias3(alias2(alias1(depth0, "text", {"start":{"line":4,"column":35},"end":{"line":4,"column":39}} ), depth0))
    + "</p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"body"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":5,"column":34}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"effect"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":6,"column":40}}})) != null ? stack1 : "")
    + "\n</div>\n</li>\n";
},"usePartial":true,"useData":true},
  'pick': {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<label>Hold it against <select id=\"_other\">"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"choices"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":58},"end":{"line":1,"column":158}}})) != null ? stack1 : "")
    + "</select></label>";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<option value=\""
    + alias3(alias2(alias1(depth0, "value", {"start":{"line":1,"column":92},"end":{"line":1,"column":97}} ), depth0))
    + "\""
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"chosen"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":100},"end":{"line":1,"column":130}}})) != null ? stack1 : "")
    + ">"
    + alias3(alias2(alias1(depth0, "label", {"start":{"line":1,"column":133},"end":{"line":1,"column":138}} ), depth0))
    + "</option>";
},"2":function(container,depth0,helpers,partials,data) {
    return " selected";
},"3":function(container,depth0,helpers,partials,data) {
    return "<span class=\"quiet\">No trial of this scenario and agent is on this page to hold it against.</span>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"choices"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(3, data, 0),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":288}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
  'ref': {"0":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<a href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":1,"column":23},"end":{"line":1,"column":27}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "ref", {"start":{"line":1,"column":33},"end":{"line":1,"column":36}} ), depth0))
    + "</a>";
},"1":function(container,depth0,helpers,partials,data) {
    return "<span class=\"quiet\" title=\"not shown on this page\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "ref", {"start":{"line":1,"column":103},"end":{"line":1,"column":106}} ), depth0))
    + "</span>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"path"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(1, data, 0),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":122}}})) != null ? stack1 : "");
},"useData":true},
  'request': {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"empty\">Nothing new: what "
    + ((stack1 = lookupProperty(helpers,"with").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"after"),{"name":"with","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":48},"end":{"line":1,"column":81}}})) != null ? stack1 : "")
    + " sent, again.</p>";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"ref"),depth0,{"name":"ref","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"2":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"pieces"),{"name":"each","hash":{},"fn":container.program(3, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":18,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"gone"),{"name":"if","hash":{},"fn":container.program(14, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":19,"column":0},"end":{"line":19,"column":48}}})) != null ? stack1 : "")
    + "\n";
},"3":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"earlier"),{"name":"if","hash":{},"fn":container.program(4, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":0},"end":{"line":10,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"messages"),{"name":"each","hash":{},"fn":container.program(8, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":16,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"more"),{"name":"if","hash":{},"fn":container.program(13, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":17,"column":0},"end":{"line":17,"column":46}}})) != null ? stack1 : "")
    + "\n";
},"4":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<details class=\"earlier\"><summary>"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"earlier"), "title", {"start":{"line":5,"column":36},"end":{"line":5,"column":49}} ), depth0))
    + "</summary>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depths[2],"after"),{"name":"if","hash":{},"fn":container.program(5, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":6,"column":86}}})) != null ? stack1 : "")
    + "\n<ol>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"earlier"),"lines"),{"name":"each","hash":{},"fn":container.program(6, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":4},"end":{"line":7,"column":53}}})) != null ? stack1 : "")
    + "</ol>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"earlier"),"more"),{"name":"if","hash":{},"fn":container.program(7, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":8,"column":62}}})) != null ? stack1 : "")
    + "\n</details>\n";
},"5":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>As "
    + ((stack1 = lookupProperty(helpers,"with").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depths[2],"after"),{"name":"with","hash":{},"fn":container.program(1, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":25},"end":{"line":6,"column":64}}})) != null ? stack1 : "")
    + " sent them:</p>";
},"6":function(container,depth0,helpers,partials,data) {
    return "<li>"
    + container.escapeExpression(container.lambda(depth0, depth0))
    + "</li>";
},"7":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"cut\">"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"earlier"), "more", {"start":{"line":8,"column":37},"end":{"line":8,"column":49}} ), depth0))
    + "</p>";
},"8":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"message\">"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"who"),{"name":"if","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":21},"end":{"line":12,"column":55}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"words"),{"name":"each","hash":{},"fn":container.program(10, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":13,"column":34}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"named"),{"name":"if","hash":{},"fn":container.program(11, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":14,"column":0},"end":{"line":14,"column":94}}})) != null ? stack1 : "")
    + "\n</div>\n";
},"9":function(container,depth0,helpers,partials,data) {
    return "<h4>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "who", {"start":{"line":12,"column":38},"end":{"line":12,"column":41}} ), depth0))
    + "</h4>";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"body"),depth0,{"name":"body","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"11":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<dl>"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"named"),{"name":"each","hash":{},"fn":container.program(12, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":14,"column":17},"end":{"line":14,"column":82}}})) != null ? stack1 : "")
    + "</dl>";
},"12":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<dt>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "name", {"start":{"line":14,"column":38},"end":{"line":14,"column":42}} ), depth0))
    + "</dt><dd>"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"body"),lookupProperty(depth0,"body"),{"name":"body","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</dd>";
},"13":function(container,depth0,helpers,partials,data) {
    return "<p class=\"cut\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "more", {"start":{"line":17,"column":29},"end":{"line":17,"column":33}} ), depth0))
    + "</p>";
},"14":function(container,depth0,helpers,partials,data) {
    return "<p class=\"empty\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "gone", {"start":{"line":19,"column":31},"end":{"line":19,"column":35}} ), depth0))
    + "</p>";
},"15":function(container,depth0,helpers,partials,data) {
    return "<p class=\"beside-it\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "short", {"start":{"line":21,"column":36},"end":{"line":21,"column":41}} ), depth0))
    + "</p>";
},"16":function(container,depth0,helpers,partials,data) {
    return "<p class=\"beside-it\">As before: "
    + container.escapeExpression(container.lambda(container.strict(depth0, "same", {"start":{"line":22,"column":46},"end":{"line":22,"column":50}} ), depth0))
    + "</p>";
},"17":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<details class=\"earlier\"><summary>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "name", {"start":{"line":24,"column":36},"end":{"line":24,"column":40}} ), depth0))
    + "</summary>"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"body"),lookupProperty(depth0,"body"),{"name":"body","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</details>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"again"),{"name":"if","hash":{},"fn":container.program(0, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":105}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"talks"),{"name":"each","hash":{},"fn":container.program(2, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":20,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"short"),{"name":"if","hash":{},"fn":container.program(15, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":21,"column":54}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"same"),{"name":"if","hash":{},"fn":container.program(16, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":22,"column":0},"end":{"line":22,"column":63}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"folded"),{"name":"each","hash":{},"fn":container.program(17, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":23,"column":0},"end":{"line":25,"column":9}}})) != null ? stack1 : "");
},"usePartial":true,"useData":true,"useDepths":true},
  'rows': {"0":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li><a class=\"trial edge-"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":2,"column":27},"end":{"line":2,"column":34}} ), depth0))
    + "\" href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":2,"column":46},"end":{"line":2,"column":50}} ), depth0))
    + "\">\n<span class=\"verdict tone-"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":3,"column":28},"end":{"line":3,"column":35}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":3,"column":91},"end":{"line":3,"column":98}} ), depth0))
    + "\"/></svg>"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":3,"column":111},"end":{"line":3,"column":118}} ), depth0))
    + "</span>\n<span class=\"name\"><b>"
    + alias3(alias2(alias1(depth0, "scenario", {"start":{"line":4,"column":24},"end":{"line":4,"column":32}} ), depth0))
    + "</b> "
    + alias3(alias2(alias1(depth0, "variant", {"start":{"line":4,"column":41},"end":{"line":4,"column":48}} ), depth0))
    + "</span>\n<span class=\"who\">"
    + alias3(alias2(alias1(depth0, "agent", {"start":{"line":5,"column":20},"end":{"line":5,"column":25}} ), depth0))
    + " <span class=\"quiet\">r"
    + alias3(alias2(alias1(depth0, "repeat", {"start":{"line":5,"column":51},"end":{"line":5,"column":57}} ), depth0))
    + "</span></span>\n<span class=\"brief\">"
    + alias3(alias2(alias1(depth0, "brief", {"start":{"line":6,"column":22},"end":{"line":6,"column":27}} ), depth0))
    + "</span>\n<span class=\"reason\">"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"marks"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":21},"end":{"line":7,"column":94}}})) != null ? stack1 : "")
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":7,"column":96},"end":{"line":7,"column":102}} ), depth0))
    + "</span>\n</a></li>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<span class=\"mark mark-"
    + alias3(alias2(alias1(depth0, "kind", {"start":{"line":7,"column":61},"end":{"line":7,"column":65}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "text", {"start":{"line":7,"column":71},"end":{"line":7,"column":75}} ), depth0))
    + "</span> ";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"rows"),{"name":"each","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":9,"column":9}}})) != null ? stack1 : "");
},"useData":true},
  'steps': {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"call"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.program(2, data, 0),"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":48}}})) != null ? stack1 : "")
    + "\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"call"),depth0,{"name":"call","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"other"),depth0,{"name":"other","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"steps"),{"name":"each","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":3,"column":9}}})) != null ? stack1 : "");
},"usePartial":true,"useData":true},
  'tracks': {"0":function(container,depth0,helpers,partials,data) {
    return " checked";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"track\"><span class=\"track-name\">"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":4,"column":46},"end":{"line":4,"column":50}} ), depth0))
    + " <span class=\"count\">"
    + alias3(alias2(alias1(depth0, "count", {"start":{"line":4,"column":75},"end":{"line":4,"column":80}} ), depth0))
    + "</span></span><svg class=\"lane\" width=\"100%\" height=\""
    + alias3(alias2(alias1(depth0, "height", {"start":{"line":4,"column":137},"end":{"line":4,"column":143}} ), depth0))
    + "\" role=\"group\" aria-label=\""
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":4,"column":174},"end":{"line":4,"column":178}} ), depth0))
    + "\"><rect class=\"ground\" width=\"100%\" height=\""
    + alias3(alias2(alias1(depth0, "height", {"start":{"line":4,"column":226},"end":{"line":4,"column":232}} ), depth0))
    + "\"/>"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"marks"),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":237},"end":{"line":4,"column":851}}})) != null ? stack1 : "")
    + "</svg></div>\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.strict, alias3=container.lambda, alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<a"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"path"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":254},"end":{"line":4,"column":289}}})) != null ? stack1 : "")
    + " tabindex=\"-1\" aria-label=\""
    + alias4(alias3(alias2(depth0, "label", {"start":{"line":4,"column":318},"end":{"line":4,"column":323}} ), depth0))
    + "\"><title>"
    + alias4(alias3(alias2(depth0, "label", {"start":{"line":4,"column":336},"end":{"line":4,"column":341}} ), depth0))
    + "</title>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"bar"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":351},"end":{"line":4,"column":483}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"triangle"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":483},"end":{"line":4,"column":602}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"square"),{"name":"if","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":602},"end":{"line":4,"column":748}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"dot"),{"name":"if","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":748},"end":{"line":4,"column":838}}})) != null ? stack1 : "")
    + "</a>";
},"3":function(container,depth0,helpers,partials,data) {
    return " href=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "path", {"start":{"line":4,"column":275},"end":{"line":4,"column":279}} ), depth0))
    + "\"";
},"4":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<rect class=\"bar-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":4,"column":381},"end":{"line":4,"column":385}} ), depth0))
    + "\" x=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":4,"column":394},"end":{"line":4,"column":395}} ), depth0))
    + "%\" y=\""
    + alias3(alias2(alias1(depth0, "y", {"start":{"line":4,"column":405},"end":{"line":4,"column":406}} ), depth0))
    + "\" width=\""
    + alias3(alias2(alias1(depth0, "width", {"start":{"line":4,"column":419},"end":{"line":4,"column":424}} ), depth0))
    + "%\" height=\"10\" rx=\"2\" transform=\"translate(0 3)\"/>";
},"5":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<svg class=\"fault-mark\" x=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":4,"column":528},"end":{"line":4,"column":529}} ), depth0))
    + "%\" y=\""
    + alias3(alias2(alias1(depth0, "y", {"start":{"line":4,"column":539},"end":{"line":4,"column":540}} ), depth0))
    + "\" overflow=\"visible\"><path d=\"M-5 3h10L0 13z\"/></svg>";
},"6":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<svg class=\"decision-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":4,"column":639},"end":{"line":4,"column":643}} ), depth0))
    + "\" x=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":4,"column":652},"end":{"line":4,"column":653}} ), depth0))
    + "%\" y=\""
    + alias3(alias2(alias1(depth0, "y", {"start":{"line":4,"column":663},"end":{"line":4,"column":664}} ), depth0))
    + "\" overflow=\"visible\"><rect x=\"-4\" y=\"4\" width=\"8\" height=\"8\" rx=\"1\"/></svg>";
},"7":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<circle class=\"effect-mark "
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":4,"column":788},"end":{"line":4,"column":792}} ), depth0))
    + "\" cx=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":4,"column":802},"end":{"line":4,"column":803}} ), depth0))
    + "%\" cy=\""
    + alias3(alias2(alias1(depth0, "middle", {"start":{"line":4,"column":814},"end":{"line":4,"column":820}} ), depth0))
    + "\" r=\"4\"/>";
},"8":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<line x1=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":6,"column":145},"end":{"line":6,"column":146}} ), depth0))
    + "%\" x2=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":6,"column":157},"end":{"line":6,"column":158}} ), depth0))
    + "%\" y1=\"0\" y2=\"4\"/><text x=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":6,"column":189},"end":{"line":6,"column":190}} ), depth0))
    + "%\" y=\"15\">"
    + alias3(alias2(alias1(depth0, "text", {"start":{"line":6,"column":204},"end":{"line":6,"column":208}} ), depth0))
    + "</text>";
},"9":function(container,depth0,helpers,partials,data) {
    return "In order; a wait widens the gap by its logarithm.";
},"10":function(container,depth0,helpers,partials,data) {
    return "The trial's clock as it is.";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"controls\" role=\"group\" aria-label=\"Zoom\"><button type=\"button\" data-zoom=\"out\" aria-label=\"Zoom out\">−</button><button type=\"button\" data-zoom=\"in\" aria-label=\"Zoom in\">+</button><button type=\"button\" data-zoom=\"left\" aria-label=\"Earlier\">←</button><button type=\"button\" data-zoom=\"right\" aria-label=\"Later\">→</button><button type=\"button\" data-zoom=\"fit\">Fit</button><label class=\"tick\"><input type=\"checkbox\" id=\"_folded\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"folded"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":435},"end":{"line":1,"column":464}}})) != null ? stack1 : "")
    + ">fold waits</label></div>\n<div class=\"field\" id=\"_field\" tabindex=\"0\" role=\"group\" aria-label=\"Tracks of the trial. Plus and minus zoom, the arrow keys move, 0 shows all.\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"tracks"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":5,"column":9}}})) != null ? stack1 : "")
    + "<div class=\"track axis\"><span class=\"track-name\">Trial's clock</span><svg width=\"100%\" height=\"18\" aria-hidden=\"true\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"ticks"),{"name":"each","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":118},"end":{"line":6,"column":226}}})) != null ? stack1 : "")
    + "</svg></div>\n<div class=\"brush\" id=\"_brush\" hidden></div>\n</div>\n<figcaption>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"folded"),{"name":"if","hash":{},"fn":container.program(9, data, 0),"inverse":container.program(10, data, 0),"data":data,"loc":{"start":{"line":9,"column":12},"end":{"line":9,"column":117}}})) != null ? stack1 : "")
    + " Drag to look closer. <span class=\"key\"><svg width=\"14\" height=\"10\" aria-hidden=\"true\"><rect class=\"bar-calm\" y=\"1\" width=\"14\" height=\"8\" rx=\"2\"/></svg> call</span> <span class=\"key\"><svg width=\"14\" height=\"10\" aria-hidden=\"true\"><rect class=\"bar-differs\" x=\"1\" y=\"1\" width=\"12\" height=\"8\" rx=\"2\"/></svg> agent saw something else</span> <span class=\"key\"><svg width=\"14\" height=\"10\" aria-hidden=\"true\"><rect class=\"bar-stopped\" x=\"1\" y=\"1.5\" width=\"12\" height=\"7\" rx=\"2\"/></svg> stopped by a guard</span> <span class=\"key\"><svg width=\"14\" height=\"10\" aria-hidden=\"true\"><rect class=\"bar-wait\" x=\"0\" y=\"3\" width=\"14\" height=\"4\"/></svg> wait before a retry</span> <span class=\"key\"><svg class=\"fault-mark\" width=\"10\" height=\"10\" aria-hidden=\"true\"><path d=\"M0 0h10L5 9z\"/></svg> fault</span> <span class=\"key\"><svg width=\"10\" height=\"10\" aria-hidden=\"true\"><circle class=\"effect-mark\" cx=\"5\" cy=\"5\" r=\"4\"/></svg> effect</span> <span class=\"key\"><svg width=\"10\" height=\"10\" aria-hidden=\"true\"><circle class=\"effect-mark late\" cx=\"5\" cy=\"5\" r=\"3.5\"/></svg> late effect</span></figcaption>\n";
},"useData":true},
  'trial': {"0":function(container,depth0,helpers,partials,data) {
    return "<div><dt>Task</dt><dd class=\"task\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "task", {"start":{"line":7,"column":49},"end":{"line":7,"column":53}} ), depth0))
    + "</dd></div>";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"body"),lookupProperty(depth0,"answer"),{"name":"body","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"2":function(container,depth0,helpers,partials,data) {
    return "<span class=\"quiet\">none</span>";
},"3":function(container,depth0,helpers,partials,data) {
    return "<p class=\"banner\"><strong>Error.</strong> "
    + container.escapeExpression(container.lambda(container.strict(depth0, "error", {"start":{"line":11,"column":57},"end":{"line":11,"column":62}} ), depth0))
    + "</p>";
},"4":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<div><dd>"
    + alias3(alias2(alias1(depth0, "text", {"start":{"line":12,"column":48},"end":{"line":12,"column":52}} ), depth0))
    + "</dd><dt>"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":12,"column":65},"end":{"line":12,"column":69}} ), depth0))
    + "</dt></div>";
},"5":function(container,depth0,helpers,partials,data) {
    return "<button type=\"button\" data-copy=\"plan\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_copy\"/></svg>Copy fault plan</button>";
},"6":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<button type=\"button\" data-jump=\""
    + alias3(alias2(alias1(depth0, "id", {"start":{"line":14,"column":114},"end":{"line":14,"column":116}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "text", {"start":{"line":14,"column":122},"end":{"line":14,"column":126}} ), depth0))
    + "</button>";
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h2 id=\"_scores\">Scores</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"_scores\">\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">Scorer</th><th scope=\"col\">Result</th><th scope=\"col\" class=\"number\">Value</th><th scope=\"col\">Found</th><th scope=\"col\">Evidence</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"scores"),{"name":"each","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":22,"column":0},"end":{"line":24,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n";
},"8":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><th scope=\"row\">"
    + alias3(alias2(alias1(depth0, "scorer", {"start":{"line":23,"column":22},"end":{"line":23,"column":28}} ), depth0))
    + " <span class=\"quiet\">"
    + alias3(alias2(alias1(depth0, "severity", {"start":{"line":23,"column":53},"end":{"line":23,"column":61}} ), depth0))
    + "</span></th><td data-label=\"Result\">"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"pass"),{"name":"if","hash":{},"fn":container.program(9, data, 0),"inverse":container.program(10, data, 0),"data":data,"loc":{"start":{"line":23,"column":99},"end":{"line":23,"column":466}}})) != null ? stack1 : "")
    + "</td><td class=\"number\" data-label=\"Value\">"
    + alias3(alias2(alias1(depth0, "value", {"start":{"line":23,"column":511},"end":{"line":23,"column":516}} ), depth0))
    + "</td><td class=\"prose\" data-label=\"Found\">"
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":23,"column":562},"end":{"line":23,"column":568}} ), depth0))
    + "</td><td class=\"refs\" data-label=\"Evidence\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"events"),{"name":"each","hash":{},"fn":container.program(13, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":23,"column":614},"end":{"line":23,"column":649}}})) != null ? stack1 : "")
    + "</td></tr>\n";
},"9":function(container,depth0,helpers,partials,data) {
    return "<span class=\"tone-passed\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_passed\"/></svg>pass</span>";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"unclear"),{"name":"if","hash":{},"fn":container.program(11, data, 0),"inverse":container.program(12, data, 0),"data":data,"loc":{"start":{"line":23,"column":213},"end":{"line":23,"column":459}}})) != null ? stack1 : "");
},"11":function(container,depth0,helpers,partials,data) {
    return "<span class=\"tone-inconclusive\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_inconclusive\"/></svg>unclear</span>";
},"12":function(container,depth0,helpers,partials,data) {
    return "<span class=\"tone-failed\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_failed\"/></svg>fail</span>";
},"13":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"ref"),depth0,{"name":"ref","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + " ";
},"14":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h2 id=\"_faults\">Faults</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"_faults\">\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">Fault</th><th scope=\"col\">Where and when</th><th scope=\"col\" class=\"number\">Planned</th><th scope=\"col\" class=\"number\">Delivered</th><th scope=\"col\">State</th><th scope=\"col\">What the agent saw of it</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"faults"),{"name":"each","hash":{},"fn":container.program(15, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":35,"column":0},"end":{"line":37,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n";
},"15":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><th scope=\"row\">"
    + alias3(alias2(alias1(depth0, "fault", {"start":{"line":36,"column":22},"end":{"line":36,"column":27}} ), depth0))
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"settings"),{"name":"if","hash":{},"fn":container.program(16, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":36,"column":29},"end":{"line":36,"column":95}}})) != null ? stack1 : "")
    + "</th><td class=\"prose\" data-label=\"Where and when\"><code>"
    + alias3(alias2(alias1(depth0, "on", {"start":{"line":36,"column":154},"end":{"line":36,"column":156}} ), depth0))
    + "</code>, "
    + alias3(alias2(alias1(depth0, "when", {"start":{"line":36,"column":169},"end":{"line":36,"column":173}} ), depth0))
    + "</td><td class=\"number\" data-label=\"Planned\">"
    + alias3(alias2(alias1(depth0, "planned", {"start":{"line":36,"column":222},"end":{"line":36,"column":229}} ), depth0))
    + "</td><td class=\"number\" data-label=\"Delivered\">"
    + alias3(alias2(alias1(depth0, "delivered", {"start":{"line":36,"column":280},"end":{"line":36,"column":289}} ), depth0))
    + "</td><td class=\"fault-"
    + alias3(alias2(alias1(depth0, "state", {"start":{"line":36,"column":315},"end":{"line":36,"column":320}} ), depth0))
    + "\" data-label=\"State\">"
    + alias3(alias2(alias1(depth0, "state", {"start":{"line":36,"column":345},"end":{"line":36,"column":350}} ), depth0))
    + "</td><td class=\"prose\" data-label=\"What the agent saw of it\">"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"symptom"),{"name":"if","hash":{},"fn":container.program(17, data, 0),"inverse":container.program(18, data, 0),"data":data,"loc":{"start":{"line":36,"column":413},"end":{"line":36,"column":521}}})) != null ? stack1 : "")
    + "</td></tr>\n";
},"16":function(container,depth0,helpers,partials,data) {
    return " <code class=\"settings\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "settings", {"start":{"line":36,"column":71},"end":{"line":36,"column":79}} ), depth0))
    + "</code>";
},"17":function(container,depth0,helpers,partials,data) {
    return container.escapeExpression(container.lambda(container.strict(depth0, "symptom", {"start":{"line":36,"column":430},"end":{"line":36,"column":437}} ), depth0));
},"18":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<span class=\"quiet\">nothing"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"missed"),{"name":"if","hash":{},"fn":container.program(19, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":36,"column":474},"end":{"line":36,"column":507}}})) != null ? stack1 : "")
    + "</span>";
},"19":function(container,depth0,helpers,partials,data) {
    return ": "
    + container.escapeExpression(container.lambda(container.strict(depth0, "missed", {"start":{"line":36,"column":492},"end":{"line":36,"column":498}} ), depth0));
},"20":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h2 id=\"_guards\">Guards</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"_guards\">\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">Guard</th><th scope=\"col\">Outcome</th><th scope=\"col\">Decisions</th><th scope=\"col\">Evidence</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"guards"),{"name":"each","hash":{},"fn":container.program(21, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":48,"column":0},"end":{"line":50,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n";
},"21":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><th scope=\"row\">"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":49,"column":22},"end":{"line":49,"column":26}} ), depth0))
    + " <span class=\"quiet\">"
    + alias3(alias2(alias1(depth0, "mode", {"start":{"line":49,"column":51},"end":{"line":49,"column":55}} ), depth0))
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"required"),{"name":"if","hash":{},"fn":container.program(22, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":49,"column":57},"end":{"line":49,"column":90}}})) != null ? stack1 : "")
    + "</span></th><td class=\"guard-"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":49,"column":121},"end":{"line":49,"column":128}} ), depth0))
    + "\" data-label=\"Outcome\">"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":49,"column":155},"end":{"line":49,"column":162}} ), depth0))
    + "</td><td class=\"counts\" data-label=\"Decisions\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"decisions"),{"name":"each","hash":{},"fn":container.program(23, data, 0),"inverse":container.program(2, data, 0),"data":data,"loc":{"start":{"line":49,"column":211},"end":{"line":49,"column":310}}})) != null ? stack1 : "")
    + "</td><td class=\"prose\" data-label=\"Evidence\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"evidence"),{"name":"each","hash":{},"fn":container.program(24, data, 0),"inverse":container.program(25, data, 0),"data":data,"loc":{"start":{"line":49,"column":355},"end":{"line":49,"column":514}}})) != null ? stack1 : "")
    + "</td></tr>\n";
},"22":function(container,depth0,helpers,partials,data) {
    return ", required";
},"23":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<span>"
    + alias3(alias2(alias1(depth0, "count", {"start":{"line":49,"column":238},"end":{"line":49,"column":243}} ), depth0))
    + " "
    + alias3(alias2(alias1(depth0, "word", {"start":{"line":49,"column":248},"end":{"line":49,"column":252}} ), depth0))
    + "</span> ";
},"24":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "message", {"start":{"line":49,"column":378},"end":{"line":49,"column":385}} ), depth0))
    + " <span class=\"refs\">"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"calls"),{"name":"each","hash":{},"fn":container.program(13, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":49,"column":407},"end":{"line":49,"column":441}}})) != null ? stack1 : "")
    + "</span></p>";
},"25":function(container,depth0,helpers,partials,data) {
    return "<span class=\"quiet\">no violation found</span>";
},"26":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h2 id=\"_broken\">Guards while a fault broke them</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"_broken\">\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">Guard</th><th scope=\"col\">Fault</th><th scope=\"col\">Outcome</th><th scope=\"col\">What effects say</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"broken"),{"name":"each","hash":{},"fn":container.program(27, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":61,"column":0},"end":{"line":63,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n";
},"27":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><th scope=\"row\">"
    + alias3(alias2(alias1(depth0, "guard", {"start":{"line":62,"column":22},"end":{"line":62,"column":27}} ), depth0))
    + "</th><td data-label=\"Fault\">"
    + alias3(alias2(alias1(depth0, "fault", {"start":{"line":62,"column":59},"end":{"line":62,"column":64}} ), depth0))
    + "</td><td data-label=\"Outcome\"><span class=\"tone-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":62,"column":116},"end":{"line":62,"column":120}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":62,"column":126},"end":{"line":62,"column":133}} ), depth0))
    + "</span></td><td class=\"prose\" data-label=\"What effects say\">"
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":62,"column":197},"end":{"line":62,"column":203}} ), depth0))
    + " <span class=\"refs\">"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"calls"),{"name":"each","hash":{},"fn":container.program(13, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":62,"column":225},"end":{"line":62,"column":259}}})) != null ? stack1 : "")
    + "</span></td></tr>\n";
},"28":function(container,depth0,helpers,partials,data) {
    return "<p class=\"notice\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "untold", {"start":{"line":68,"column":34},"end":{"line":68,"column":40}} ), depth0))
    + "</p>";
},"29":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h2 id=\"_time\">Timeline</h2>\n<figure class=\"tracks\" id=\"_tracks\"></figure>\n<h2 id=\"_changed\">What changed in the world <span class=\"aside\">"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"diff"), "count", {"start":{"line":72,"column":66},"end":{"line":72,"column":76}} ), depth0))
    + "</span></h2>\n"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"diff"),lookupProperty(depth0,"diff"),{"name":"diff","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "<h2 id=\"_beside-title\">Side by side</h2>\n<p id=\"_pick\"></p>\n<div id=\"_beside\"></div>\n<h2 id=\"_steps-title\">Steps <span class=\"aside\" id=\"_steps-count\"></span> <span class=\"buttons\"><button type=\"button\" id=\"_open\">Open all</button><button type=\"button\" id=\"_close\">Close all</button></span></h2>\n<ol class=\"rows\" id=\"_steps\"></ol>\n<button type=\"button\" id=\"_more-steps\" hidden>Show more steps</button>\n<p class=\"notice\" id=\"_cut\" hidden></p>\n";
},"30":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<div><dt>"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":84,"column":26},"end":{"line":84,"column":30}} ), depth0))
    + "</dt><dd>"
    + alias3(alias2(alias1(depth0, "text", {"start":{"line":84,"column":43},"end":{"line":84,"column":47}} ), depth0))
    + "</dd></div>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<nav class=\"trail\" aria-label=\"Trail\"><a href=\"#/trials\" id=\"_back\">Trials</a> <span aria-hidden=\"true\">/</span> <a href=\""
    + alias3(alias2(alias1(depth0, "siblings", {"start":{"line":1,"column":124},"end":{"line":1,"column":132}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "scenario", {"start":{"line":1,"column":138},"end":{"line":1,"column":146}} ), depth0))
    + "</a> <span class=\"steps\"><a id=\"_before\" href=\"#/trials\">← previous</a> <a id=\"_next\" href=\"#/trials\">next →</a></span></nav>\n<div class=\"head\">\n<p class=\"verdict tone-"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":3,"column":25},"end":{"line":3,"column":32}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":3,"column":88},"end":{"line":3,"column":95}} ), depth0))
    + "\"/></svg>"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":3,"column":108},"end":{"line":3,"column":115}} ), depth0))
    + "</p>\n<h1 tabindex=\"-1\" id=\"_title\">"
    + alias3(alias2(alias1(depth0, "scenario", {"start":{"line":4,"column":32},"end":{"line":4,"column":40}} ), depth0))
    + " <span class=\"variant\">"
    + alias3(alias2(alias1(depth0, "variant", {"start":{"line":4,"column":67},"end":{"line":4,"column":74}} ), depth0))
    + "</span> <span class=\"who\">"
    + alias3(alias2(alias1(depth0, "agent", {"start":{"line":4,"column":104},"end":{"line":4,"column":109}} ), depth0))
    + " r"
    + alias3(alias2(alias1(depth0, "repeat", {"start":{"line":4,"column":115},"end":{"line":4,"column":121}} ), depth0))
    + "</span></h1>\n<p class=\"why\">"
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":5,"column":17},"end":{"line":5,"column":23}} ), depth0))
    + "</p>\n<dl class=\"gist\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"task"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":7,"column":73}}})) != null ? stack1 : "")
    + "\n<div><dt>What happened</dt><dd>"
    + alias3(alias2(alias1(depth0, "happened", {"start":{"line":8,"column":33},"end":{"line":8,"column":41}} ), depth0))
    + "</dd></div>\n<div><dt>Answer</dt><dd>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"answer"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.program(2, data, 0),"data":data,"loc":{"start":{"line":9,"column":24},"end":{"line":9,"column":101}}})) != null ? stack1 : "")
    + "</dd></div>\n</dl>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"error"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":11,"column":75}}})) != null ? stack1 : "")
    + "\n<dl class=\"figures\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"figures"),{"name":"each","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":20},"end":{"line":12,"column":91}}})) != null ? stack1 : "")
    + "</dl>\n<div class=\"replay\"><code id=\"_replay\">"
    + alias3(alias2(alias1(depth0, "replay", {"start":{"line":13,"column":41},"end":{"line":13,"column":47}} ), depth0))
    + "</code><button type=\"button\" data-copy=\"replay\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_copy\"/></svg>Copy replay</button>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"hasPlan"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":180},"end":{"line":13,"column":328}}})) != null ? stack1 : "")
    + "<button type=\"button\" data-copy=\"link\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_copy\"/></svg>Copy link</button></div>\n<div class=\"jumps\" role=\"group\" aria-label=\"Parts of this page\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"parts"),{"name":"each","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":14,"column":64},"end":{"line":14,"column":146}}})) != null ? stack1 : "")
    + "</div>\n</div>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"scores"),{"name":"if","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":28,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"faults"),{"name":"if","hash":{},"fn":container.program(14, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":29,"column":0},"end":{"line":41,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"guards"),{"name":"if","hash":{},"fn":container.program(20, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":42,"column":0},"end":{"line":54,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"broken"),{"name":"if","hash":{},"fn":container.program(26, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":55,"column":0},"end":{"line":67,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"untold"),{"name":"if","hash":{},"fn":container.program(28, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":68,"column":0},"end":{"line":68,"column":53}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"diff"),{"name":"if","hash":{},"fn":container.program(29, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":69,"column":0},"end":{"line":81,"column":7}}})) != null ? stack1 : "")
    + "<h2>Record</h2>\n<dl class=\"facts small\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"facts"),{"name":"each","hash":{},"fn":container.program(30, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":84,"column":0},"end":{"line":85,"column":9}}})) != null ? stack1 : "")
    + "</dl>\n";
},"usePartial":true,"useData":true},
}
