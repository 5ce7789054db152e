// Generated. Do not edit.
// @ts-nocheck: what handlebars writes is plain JavaScript.
export const templates: Readonly<Record<string, object>> = {
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
    + "\"";
},"2":function(container,depth0,helpers,partials,data) {
    return "<span>"
    + container.escapeExpression(container.lambda(depth0, depth0))
    + "</span>";
},"3":function(container,depth0,helpers,partials,data) {
    return "<p class=\"stated\">The agent's reason: <q>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "reason", {"start":{"line":6,"column":57},"end":{"line":6,"column":63}} ), depth0))
    + "</q></p>";
},"4":function(container,depth0,helpers,partials,data) {
    return "<p class=\"decision stopped\"><b>malformed input</b> "
    + container.escapeExpression(container.lambda(container.strict(depth0, "malformed", {"start":{"line":7,"column":70},"end":{"line":7,"column":79}} ), depth0))
    + "</p>";
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"decision "
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":9,"column":21},"end":{"line":9,"column":25}} ), depth0))
    + "\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"anchor"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":28},"end":{"line":9,"column":65}}})) != null ? stack1 : "")
    + "><b>"
    + alias3(alias2(alias1(depth0, "word", {"start":{"line":9,"column":71},"end":{"line":9,"column":75}} ), depth0))
    + "</b> "
    + alias3(alias2(alias1(depth0, "guard", {"start":{"line":9,"column":84},"end":{"line":9,"column":89}} ), depth0))
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"by"),{"name":"if","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":91},"end":{"line":9,"column":116}}})) != null ? stack1 : "")
    + " <span class=\"quiet\">"
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":9,"column":139},"end":{"line":9,"column":145}} ), depth0))
    + "</span></p>\n";
},"6":function(container,depth0,helpers,partials,data) {
    return ", "
    + container.escapeExpression(container.lambda(container.strict(depth0, "by", {"start":{"line":9,"column":105},"end":{"line":9,"column":107}} ), depth0));
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"fault\""
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"anchor"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":16},"end":{"line":12,"column":53}}})) != null ? stack1 : "")
    + "><svg class=\"fault-mark\" width=\"10\" height=\"9\" aria-hidden=\"true\"><path d=\"M1 1h8L5 8z\"/></svg><b>fault</b> "
    + alias3(alias2(alias1(depth0, "fault", {"start":{"line":12,"column":163},"end":{"line":12,"column":168}} ), depth0))
    + " <span class=\"quiet\">entry "
    + alias3(alias2(alias1(depth0, "entry", {"start":{"line":12,"column":199},"end":{"line":12,"column":204}} ), depth0))
    + " of the plan</span></p>\n";
},"8":function(container,depth0,helpers,partials,data) {
    return " open";
},"9":function(container,depth0,helpers,partials,data) {
    return "<strong class=\"difference\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "difference", {"start":{"line":15,"column":56},"end":{"line":15,"column":66}} ), depth0))
    + "</strong>";
},"10":function(container,depth0,helpers,partials,data) {
    return "<span class=\"quiet\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "exchange", {"start":{"line":15,"column":107},"end":{"line":15,"column":115}} ), depth0))
    + "</span>";
},"11":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"did"),"anchor"),{"name":"if","hash":{},"fn":container.program(12, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":18,"column":32},"end":{"line":18,"column":77}}})) != null ? stack1 : "");
},"12":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return " id=\""
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"did"), "anchor", {"start":{"line":18,"column":57},"end":{"line":18,"column":67}} ), depth0))
    + "\"";
},"13":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return " <b>"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"did"), "word", {"start":{"line":18,"column":115},"end":{"line":18,"column":123}} ), depth0))
    + "</b>"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"did"),"late"),{"name":"if","hash":{},"fn":container.program(14, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":18,"column":129},"end":{"line":18,"column":179}}})) != null ? stack1 : "");
},"14":function(container,depth0,helpers,partials,data) {
    return " <em class=\"late\">late</em>";
},"15":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"body"),lookupProperty(lookupProperty(depth0,"did"),"body"),{"name":"body","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"16":function(container,depth0,helpers,partials,data) {
    return "<p class=\"empty\">Nothing: it was not asked.</p>";
},"17":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"saw"),"anchor"),{"name":"if","hash":{},"fn":container.program(18, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":36},"end":{"line":20,"column":81}}})) != null ? stack1 : "");
},"18":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return " id=\""
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"saw"), "anchor", {"start":{"line":20,"column":61},"end":{"line":20,"column":71}} ), depth0))
    + "\"";
},"19":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return " <b>"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"saw"), "word", {"start":{"line":20,"column":119},"end":{"line":20,"column":127}} ), depth0))
    + "</b>";
},"20":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"saw"),"same"),{"name":"if","hash":{},"fn":container.program(21, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":22,"column":0},"end":{"line":22,"column":75}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"saw"),"nothing"),{"name":"if","hash":{},"fn":container.program(22, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":23,"column":0},"end":{"line":23,"column":63}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"saw"),"changes"),{"name":"if","hash":{},"fn":container.program(23, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":24,"column":0},"end":{"line":24,"column":43}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"saw"),"body"),{"name":"if","hash":{},"fn":container.program(24, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":25,"column":0},"end":{"line":25,"column":42}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"saw"),"headers"),{"name":"if","hash":{},"fn":container.program(25, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":26,"column":0},"end":{"line":26,"column":78}}})) != null ? stack1 : "")
    + "\n";
},"21":function(container,depth0,helpers,partials,data) {
    return "<p class=\"empty\">The same as the world answered.</p>";
},"22":function(container,depth0,helpers,partials,data) {
    return "<p class=\"empty\">Nothing arrived.</p>";
},"23":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"changes"),lookupProperty(depth0,"saw"),{"name":"changes","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"24":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"body"),lookupProperty(lookupProperty(depth0,"saw"),"body"),{"name":"body","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"25":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"headers\">Headers</p>"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"body"),lookupProperty(lookupProperty(depth0,"saw"),"headers"),{"name":"body","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"26":function(container,depth0,helpers,partials,data) {
    return "<p class=\"empty\">No reply is in the trace.</p>";
},"27":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"effect"),depth0,{"name":"effect","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
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
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"anchor"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":53},"end":{"line":1,"column":90}}})) != null ? stack1 : "")
    + ">\n<span class=\"at\">"
    + alias4(alias3(alias2(depth0, "offset", {"start":{"line":2,"column":19},"end":{"line":2,"column":25}} ), depth0))
    + "</span>\n<div class=\"what\">\n<p class=\"title\"><b>"
    + alias4(alias3(alias2(depth0, "id", {"start":{"line":4,"column":22},"end":{"line":4,"column":24}} ), depth0))
    + "</b> <code>"
    + alias4(alias3(alias2(depth0, "target", {"start":{"line":4,"column":39},"end":{"line":4,"column":45}} ), depth0))
    + "</code> <span class=\"took\">"
    + alias4(alias3(alias2(depth0, "took", {"start":{"line":4,"column":76},"end":{"line":4,"column":80}} ), depth0))
    + "</span></p>\n<p class=\"chips\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"facts"),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":5,"column":17},"end":{"line":5,"column":62}}})) != null ? stack1 : "")
    + "</p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"reason"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":6,"column":80}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"malformed"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":7,"column":92}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"rulings"),{"name":"each","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":10,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"faults"),{"name":"each","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":13,"column":9}}})) != null ? stack1 : "")
    + "<details class=\"exchange\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"open"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":14,"column":25},"end":{"line":14,"column":49}}})) != null ? stack1 : "")
    + ">\n<summary>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"difference"),{"name":"if","hash":{},"fn":container.program(9, data, 0),"inverse":container.program(10, data, 0),"data":data,"loc":{"start":{"line":15,"column":9},"end":{"line":15,"column":131}}})) != null ? stack1 : "")
    + "</summary>\n<div class=\"panes\">\n<section class=\"pane\"><h5>Agent sent</h5>"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"body"),lookupProperty(depth0,"sent"),{"name":"body","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</section>\n<section class=\"pane\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"did"),{"name":"if","hash":{},"fn":container.program(11, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":18,"column":21},"end":{"line":18,"column":84}}})) != null ? stack1 : "")
    + "><h5>World did"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"did"),{"name":"if","hash":{},"fn":container.program(13, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":18,"column":98},"end":{"line":18,"column":186}}})) != null ? stack1 : "")
    + "</h5>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"did"),{"name":"if","hash":{},"fn":container.program(15, data, 0),"inverse":container.program(16, data, 0),"data":data,"loc":{"start":{"line":19,"column":0},"end":{"line":19,"column":92}}})) != null ? stack1 : "")
    + "</section>\n<section class=\"pane saw\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"saw"),{"name":"if","hash":{},"fn":container.program(17, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":25},"end":{"line":20,"column":88}}})) != null ? stack1 : "")
    + "><h5>Agent saw"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"saw"),{"name":"if","hash":{},"fn":container.program(19, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":102},"end":{"line":20,"column":140}}})) != null ? stack1 : "")
    + "</h5>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"saw"),{"name":"if","hash":{},"fn":container.program(20, data, 0),"inverse":container.program(26, data, 0),"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":27,"column":61}}})) != null ? stack1 : "")
    + "</section>\n</div>\n</details>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"effects"),{"name":"each","hash":{},"fn":container.program(27, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":30,"column":0},"end":{"line":30,"column":38}}})) != null ? stack1 : "")
    + "\n</div>\n</li>\n";
},"usePartial":true,"useData":true},
  'cell': {"0":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<span class=\"share tone-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":1,"column":39},"end":{"line":1,"column":43}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":1,"column":99},"end":{"line":1,"column":103}} ), depth0))
    + "\"/></svg>"
    + alias3(alias2(alias1(depth0, "share", {"start":{"line":1,"column":116},"end":{"line":1,"column":121}} ), depth0))
    + "</span>\n<span class=\"repeats\">"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"trials"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":22},"end":{"line":2,"column":368}}})) != null ? stack1 : "")
    + "</span>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"anchor"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.program(3, data, 0),"data":data,"loc":{"start":{"line":2,"column":38},"end":{"line":2,"column":359}}})) != null ? stack1 : "");
},"2":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<a href=\"#"
    + alias3(alias2(alias1(depth0, "anchor", {"start":{"line":2,"column":64},"end":{"line":2,"column":70}} ), depth0))
    + "\" class=\"tone-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":2,"column":88},"end":{"line":2,"column":92}} ), depth0))
    + "\" aria-label=\"r"
    + alias3(alias2(alias1(depth0, "repeat", {"start":{"line":2,"column":111},"end":{"line":2,"column":117}} ), depth0))
    + " "
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":2,"column":122},"end":{"line":2,"column":129}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":2,"column":185},"end":{"line":2,"column":189}} ), depth0))
    + "\"/></svg>r"
    + alias3(alias2(alias1(depth0, "repeat", {"start":{"line":2,"column":203},"end":{"line":2,"column":209}} ), depth0))
    + "</a>";
},"3":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<span class=\"tone-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":2,"column":243},"end":{"line":2,"column":247}} ), depth0))
    + "\" title=\"not run\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":2,"column":319},"end":{"line":2,"column":323}} ), depth0))
    + "\"/></svg>r"
    + alias3(alias2(alias1(depth0, "repeat", {"start":{"line":2,"column":337},"end":{"line":2,"column":343}} ), depth0))
    + "</span>";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"trials"),{"name":"each","hash":{},"fn":container.program(5, data, 0),"inverse":container.program(8, data, 0),"data":data,"loc":{"start":{"line":3,"column":8},"end":{"line":3,"column":355}}})) != null ? stack1 : "");
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"anchor"),{"name":"if","hash":{},"fn":container.program(6, data, 0),"inverse":container.program(7, data, 0),"data":data,"loc":{"start":{"line":3,"column":24},"end":{"line":3,"column":300}}})) != null ? stack1 : "");
},"6":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<a href=\"#"
    + alias3(alias2(alias1(depth0, "anchor", {"start":{"line":3,"column":50},"end":{"line":3,"column":56}} ), depth0))
    + "\" class=\"one tone-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":3,"column":78},"end":{"line":3,"column":82}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":3,"column":138},"end":{"line":3,"column":142}} ), depth0))
    + "\"/></svg>"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":3,"column":155},"end":{"line":3,"column":162}} ), depth0))
    + "</a>";
},"7":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<span class=\"one tone-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":3,"column":200},"end":{"line":3,"column":204}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":3,"column":260},"end":{"line":3,"column":264}} ), depth0))
    + "\"/></svg>"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":3,"column":277},"end":{"line":3,"column":284}} ), depth0))
    + "</span>";
},"8":function(container,depth0,helpers,partials,data) {
    return "<span class=\"quiet\">not planned</span>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"share"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(4, data, 0),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":3,"column":362}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
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
  'effect': {"0":function(container,depth0,helpers,partials,data) {
    return " late";
},"1":function(container,depth0,helpers,partials,data) {
    return " id=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "anchor", {"start":{"line":1,"column":64},"end":{"line":1,"column":70}} ), depth0))
    + "\"";
},"2":function(container,depth0,helpers,partials,data) {
    return " <em class=\"late\">late: after the client had given up</em>";
},"3":function(container,depth0,helpers,partials,data) {
    return " <span class=\"quiet\">also by "
    + container.escapeExpression(container.lambda(container.strict(depth0, "others", {"start":{"line":2,"column":301},"end":{"line":2,"column":307}} ), depth0))
    + "</span>";
},"4":function(container,depth0,helpers,partials,data) {
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
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"anchor"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":43},"end":{"line":1,"column":80}}})) != null ? stack1 : "")
    + ">\n<p><svg width=\"10\" height=\"10\" aria-hidden=\"true\"><circle class=\"effect-mark"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"late"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":76},"end":{"line":2,"column":100}}})) != null ? stack1 : "")
    + "\" cx=\"5\" cy=\"5\" r=\"3.5\"/></svg><b>"
    + alias4(alias3(alias2(depth0, "op", {"start":{"line":2,"column":136},"end":{"line":2,"column":138}} ), depth0))
    + "</b> <code>"
    + alias4(alias3(alias2(depth0, "collection", {"start":{"line":2,"column":153},"end":{"line":2,"column":163}} ), depth0))
    + " "
    + alias4(alias3(alias2(depth0, "id", {"start":{"line":2,"column":168},"end":{"line":2,"column":170}} ), depth0))
    + "</code>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"late"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":179},"end":{"line":2,"column":256}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"others"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":256},"end":{"line":2,"column":323}}})) != null ? stack1 : "")
    + "</p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"changes"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":3,"column":40}}})) != null ? stack1 : "")
    + "\n</div>\n";
},"usePartial":true,"useData":true},
  'other': {"0":function(container,depth0,helpers,partials,data) {
    return " id=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "anchor", {"start":{"line":1,"column":51},"end":{"line":1,"column":57}} ), depth0))
    + "\"";
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
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"anchor"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":30},"end":{"line":1,"column":67}}})) != null ? stack1 : "")
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
  'page': {"0":function(container,depth0,helpers,partials,data) {
    return " The run was interrupted before its end.";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<div><dt>"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":26,"column":26},"end":{"line":26,"column":30}} ), depth0))
    + "</dt><dd>"
    + alias3(alias2(alias1(depth0, "text", {"start":{"line":26,"column":43},"end":{"line":26,"column":47}} ), depth0))
    + "</dd></div>\n";
},"2":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<rect class=\"fill-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":32,"column":99},"end":{"line":32,"column":103}} ), depth0))
    + "\" x=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":32,"column":112},"end":{"line":32,"column":113}} ), depth0))
    + "%\" y=\"0\" width=\""
    + alias3(alias2(alias1(depth0, "width", {"start":{"line":32,"column":133},"end":{"line":32,"column":138}} ), depth0))
    + "%\" height=\"6\"/>";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"tile\">\n<h2>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "title", {"start":{"line":35,"column":6},"end":{"line":35,"column":11}} ), depth0))
    + "</h2>\n<dl>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"figures"),{"name":"each","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":37,"column":0},"end":{"line":38,"column":9}}})) != null ? stack1 : "")
    + "</dl>\n</div>\n";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"tone-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":37,"column":36},"end":{"line":37,"column":40}} ), depth0))
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"zero"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":37,"column":42},"end":{"line":37,"column":66}}})) != null ? stack1 : "")
    + "\"><dd>"
    + alias3(alias2(alias1(depth0, "figure", {"start":{"line":37,"column":74},"end":{"line":37,"column":80}} ), depth0))
    + "</dd><dt>"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":37,"column":93},"end":{"line":37,"column":97}} ), depth0))
    + "</dt></div>\n";
},"5":function(container,depth0,helpers,partials,data) {
    return " zero";
},"6":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"_gates\">\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">Gate</th><th scope=\"col\">Status</th><th scope=\"col\" class=\"number\">Figure</th><th scope=\"col\" class=\"number\">Trials</th><th scope=\"col\">Why</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"gates"),{"name":"each","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":51,"column":0},"end":{"line":53,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n";
},"7":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<tr><th scope=\"row\"><code>"
    + alias3(alias2(alias1(depth0, "gate", {"start":{"line":52,"column":28},"end":{"line":52,"column":32}} ), depth0))
    + "</code></th><td class=\"gate-"
    + alias3(alias2(alias1(depth0, "status", {"start":{"line":52,"column":64},"end":{"line":52,"column":70}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "word", {"start":{"line":52,"column":76},"end":{"line":52,"column":80}} ), depth0))
    + "</td><td class=\"number\">"
    + alias3(alias2(alias1(depth0, "value", {"start":{"line":52,"column":108},"end":{"line":52,"column":113}} ), depth0))
    + "</td><td class=\"number\">"
    + alias3(alias2(alias1(depth0, "selected", {"start":{"line":52,"column":141},"end":{"line":52,"column":149}} ), depth0))
    + "</td><td class=\"prose\">"
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":52,"column":176},"end":{"line":52,"column":182}} ), depth0))
    + "</td></tr>\n";
},"8":function(container,depth0,helpers,partials,data) {
    return "<p class=\"quiet\">No gate of its own: a run passes when every trial does.</p>\n";
},"9":function(container,depth0,helpers,partials,data) {
    return "<th scope=\"col\">"
    + container.escapeExpression(container.lambda(depth0, depth0))
    + "</th>";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"first"),{"name":"if","hash":{},"fn":container.program(11, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":69,"column":3},"end":{"line":69,"column":37}}})) != null ? stack1 : "")
    + "><th scope=\"row\">"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"first"),{"name":"if","hash":{},"fn":container.program(12, data, 0),"inverse":container.program(13, data, 0),"data":data,"loc":{"start":{"line":69,"column":54},"end":{"line":69,"column":164}}})) != null ? stack1 : "")
    + " <span class=\"variant\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "variant", {"start":{"line":69,"column":189},"end":{"line":69,"column":196}} ), depth0))
    + "</span></th>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"cells"),{"name":"each","hash":{},"fn":container.program(14, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":70,"column":0},"end":{"line":70,"column":43}}})) != null ? stack1 : "")
    + "</tr>\n";
},"11":function(container,depth0,helpers,partials,data) {
    return " class=\"first\"";
},"12":function(container,depth0,helpers,partials,data) {
    return "<span class=\"scenario\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "scenario", {"start":{"line":69,"column":92},"end":{"line":69,"column":100}} ), depth0))
    + "</span>";
},"13":function(container,depth0,helpers,partials,data) {
    return "<span class=\"unseen\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "scenario", {"start":{"line":69,"column":140},"end":{"line":69,"column":148}} ), depth0))
    + "</span>";
},"14":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<td>"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"cell"),depth0,{"name":"cell","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</td>";
},"15":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<details class=\"not-run\">\n<summary>Planned and not run: "
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"notRun"), "length", {"start":{"line":77,"column":32},"end":{"line":77,"column":45}} ), depth0))
    + "</summary>\n<ul>"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"notRun"),{"name":"each","hash":{},"fn":container.program(16, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":78,"column":4},"end":{"line":78,"column":90}}})) != null ? stack1 : "")
    + "</ul>\n</details>\n";
},"16":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<li>"
    + alias3(alias2(alias1(depth0, "scenario", {"start":{"line":78,"column":26},"end":{"line":78,"column":34}} ), depth0))
    + " · "
    + alias3(alias2(alias1(depth0, "variant", {"start":{"line":78,"column":41},"end":{"line":78,"column":48}} ), depth0))
    + " · "
    + alias3(alias2(alias1(depth0, "agent", {"start":{"line":78,"column":55},"end":{"line":78,"column":60}} ), depth0))
    + " · r"
    + alias3(alias2(alias1(depth0, "repeat", {"start":{"line":78,"column":68},"end":{"line":78,"column":74}} ), depth0))
    + "</li>";
},"17":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<tr><th scope=\"row\">"
    + alias3(alias2(alias1(depth0, "agent", {"start":{"line":89,"column":38},"end":{"line":89,"column":43}} ), depth0))
    + "</th><td class=\"prose\">"
    + alias3(alias2(alias1(depth0, "cost", {"start":{"line":89,"column":70},"end":{"line":89,"column":74}} ), depth0))
    + "</td><td class=\"prose\">"
    + alias3(alias2(alias1(depth0, "actions", {"start":{"line":89,"column":101},"end":{"line":89,"column":108}} ), depth0))
    + "</td><td>"
    + alias3(alias2(alias1(depth0, "isolation", {"start":{"line":89,"column":121},"end":{"line":89,"column":130}} ), depth0))
    + "</td><td class=\"prose\">"
    + alias3(alias2(alias1(depth0, "trace", {"start":{"line":89,"column":157},"end":{"line":89,"column":162}} ), depth0))
    + "</td></tr>\n";
},"18":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<p class=\"promise\"><strong>Isolation "
    + alias3(alias2(alias1(depth0, "tier", {"start":{"line":94,"column":58},"end":{"line":94,"column":62}} ), depth0))
    + "</strong> ("
    + alias3(alias2(alias1(depth0, "trials", {"start":{"line":94,"column":77},"end":{"line":94,"column":83}} ), depth0))
    + "): "
    + alias3(alias2(alias1(depth0, "promise", {"start":{"line":94,"column":90},"end":{"line":94,"column":97}} ), depth0))
    + "</p>";
},"19":function(container,depth0,helpers,partials,data) {
    var alias1=container.lambda, alias2=container.escapeExpression;

  return "<label class=\"tick\"><input type=\"checkbox\" value=\""
    + alias2(alias1(depth0, depth0))
    + "\" checked><svg class=\"icon tone-"
    + alias2(alias1(depth0, depth0))
    + "\" aria-hidden=\"true\"><use href=\"#_"
    + alias2(alias1(depth0, depth0))
    + "\"/></svg>"
    + alias2(alias1(depth0, depth0))
    + "</label>\n";
},"20":function(container,depth0,helpers,partials,data) {
    var alias1=container.lambda, alias2=container.escapeExpression;

  return "<option value=\""
    + alias2(alias1(depth0, depth0))
    + "\">"
    + alias2(alias1(depth0, depth0))
    + "</option>";
},"21":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<p class=\"notice\">Large run: "
    + alias3(alias2(alias1(depth0, "untold", {"start":{"line":108,"column":45},"end":{"line":108,"column":51}} ), depth0))
    + " of "
    + alias3(alias2(alias1(depth0, "count", {"start":{"line":108,"column":59},"end":{"line":108,"column":64}} ), depth0))
    + " trials are shown without their timeline, failing ones last. Their traces are in the run's folder.</p>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\""
    + ((stack1 = alias2(alias1(lookupProperty(depth0,"own"), "policy", {"start":{"line":5,"column":55},"end":{"line":5,"column":65}} ), depth0)) != null ? stack1 : "")
    + "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>mettle "
    + alias3(alias2(alias1(depth0, "title", {"start":{"line":9,"column":16},"end":{"line":9,"column":21}} ), depth0))
    + "</title>\n<style>"
    + ((stack1 = alias2(alias1(lookupProperty(depth0,"own"), "styles", {"start":{"line":10,"column":10},"end":{"line":10,"column":20}} ), depth0)) != null ? stack1 : "")
    + "</style>\n</head>\n<body>\n<svg class=\"sprite\" aria-hidden=\"true\" focusable=\"false\">\n<symbol id=\"_passed\" viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\" r=\"7\"/><path class=\"sign\" d=\"M4.6 8.3l2.3 2.3 4.5-5\"/></symbol>\n<symbol id=\"_failed\" viewBox=\"0 0 16 16\"><rect x=\"1.5\" y=\"1.5\" width=\"13\" height=\"13\" rx=\"2\"/><path class=\"sign\" d=\"M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6\"/></symbol>\n<symbol id=\"_inconclusive\" viewBox=\"0 0 16 16\"><path d=\"M8 .8 15.2 8 8 15.2.8 8z\"/><path class=\"sign\" d=\"M6.2 6.4c.2-2.2 3.7-2.1 3.6 0-.1 1.4-1.8 1.3-1.8 2.8M8 11v.6\"/></symbol>\n<symbol id=\"_error\" viewBox=\"0 0 16 16\"><path d=\"M8 1.2 15.4 14.4H.6z\"/><path class=\"sign\" d=\"M8 6v4M8 12v.4\"/></symbol>\n<symbol id=\"_not-run\" viewBox=\"0 0 16 16\"><circle class=\"hollow\" cx=\"8\" cy=\"8\" r=\"6.2\"/><path class=\"stroke\" d=\"M5 8h6\"/></symbol>\n</svg>\n<a class=\"skip\" href=\"#_trials\">Skip to the trials</a>\n<header class=\"head\">\n<p class=\"brand\">mettle <span>run report</span></p>\n<h1 class=\"tone-"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":23,"column":18},"end":{"line":23,"column":25}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":23,"column":81},"end":{"line":23,"column":88}} ), depth0))
    + "\"/></svg>Gate "
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":23,"column":106},"end":{"line":23,"column":113}} ), depth0))
    + "</h1>\n<p class=\"why\">"
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":24,"column":17},"end":{"line":24,"column":23}} ), depth0))
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"interrupted"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":24,"column":25},"end":{"line":24,"column":91}}})) != null ? stack1 : "")
    + "</p>\n<dl class=\"facts\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"facts"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":26,"column":0},"end":{"line":27,"column":9}}})) != null ? stack1 : "")
    + "</dl>\n</header>\n<main>\n<section class=\"tiles\" aria-label=\"Summary\">\n<svg class=\"shares\" aria-hidden=\"true\" width=\"100%\" height=\"6\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"shares"),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":32,"column":63},"end":{"line":32,"column":164}}})) != null ? stack1 : "")
    + "</svg>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"tiles"),{"name":"each","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":33,"column":0},"end":{"line":41,"column":9}}})) != null ? stack1 : "")
    + "</section>\n\n<section aria-labelledby=\"_gates\">\n<h2 id=\"_gates\">Gates <span class=\"aside\">exit code "
    + alias3(alias2(alias1(depth0, "exit", {"start":{"line":45,"column":54},"end":{"line":45,"column":58}} ), depth0))
    + "</span></h2>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"gates"),{"name":"if","hash":{},"fn":container.program(6, data, 0),"inverse":container.program(8, data, 0),"data":data,"loc":{"start":{"line":46,"column":0},"end":{"line":59,"column":7}}})) != null ? stack1 : "")
    + "</section>\n\n<section aria-labelledby=\"_matrix\">\n<h2 id=\"_matrix\">Scenarios by agent</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"_matrix\">\n<table class=\"matrix\">\n<thead><tr><th scope=\"col\">Scenario, variant</th>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(lookupProperty(depth0,"matrix"),"agents"),{"name":"each","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":66,"column":49},"end":{"line":66,"column":110}}})) != null ? stack1 : "")
    + "</tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(lookupProperty(depth0,"matrix"),"rows"),{"name":"each","hash":{},"fn":container.program(10, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":68,"column":0},"end":{"line":71,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"notRun"),{"name":"if","hash":{},"fn":container.program(15, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":75,"column":0},"end":{"line":80,"column":7}}})) != null ? stack1 : "")
    + "</section>\n\n<section aria-labelledby=\"_layers\">\n<h2 id=\"_layers\">Four layers</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"_layers\">\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">Agent</th><th scope=\"col\">Cost controls</th><th scope=\"col\">Action verification</th><th scope=\"col\">Isolated execution</th><th scope=\"col\">Observability</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"layers"),{"name":"each","hash":{},"fn":container.program(17, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":89,"column":0},"end":{"line":90,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"isolation"),{"name":"each","hash":{},"fn":container.program(18, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":94,"column":0},"end":{"line":94,"column":112}}})) != null ? stack1 : "")
    + "\n</section>\n\n<section id=\"_trials\" aria-labelledby=\"_trials-title\">\n<h2 id=\"_trials-title\">Trials <span class=\"aside\" id=\"_shown\" role=\"status\">"
    + alias3(alias2(alias1(depth0, "count", {"start":{"line":98,"column":78},"end":{"line":98,"column":83}} ), depth0))
    + "</span></h2>\n<div class=\"filters\" role=\"search\" aria-label=\"Filter the trials\" hidden>\n<fieldset><legend>Verdict</legend>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"outcomes"),{"name":"each","hash":{},"fn":container.program(19, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":101,"column":0},"end":{"line":102,"column":9}}})) != null ? stack1 : "")
    + "</fieldset>\n<label>Agent <select id=\"_agent\"><option value=\"\">all</option>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"agents"),{"name":"each","hash":{},"fn":container.program(20, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":104,"column":62},"end":{"line":104,"column":129}}})) != null ? stack1 : "")
    + "</select></label>\n<label>Scenario <input id=\"_text\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\"></label>\n<span class=\"buttons\"><button type=\"button\" id=\"_open\">Open all</button><button type=\"button\" id=\"_close\">Close all</button></span>\n</div>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"untold"),{"name":"if","hash":{},"fn":container.program(21, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":108,"column":0},"end":{"line":108,"column":175}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = alias2(alias1(lookupProperty(depth0,"own"), "trials", {"start":{"line":109,"column":3},"end":{"line":109,"column":13}} ), depth0)) != null ? stack1 : "")
    + "\n<p class=\"quiet\" id=\"_none\" hidden>No trial fits these filters.</p>\n</section>\n</main>\n<footer><p>In every timeline: what the agent sent, what the world did, and what the agent saw, which is not always the same. Signs that draw nothing are spelled out, as in \\u{202e}.</p></footer>\n\u003Cscript>"
    + ((stack1 = alias2(alias1(lookupProperty(depth0,"own"), "interaction", {"start":{"line":114,"column":11},"end":{"line":114,"column":26}} ), depth0)) != null ? stack1 : "")
    + "\u003C/script>\n</body>\n</html>\n";
},"usePartial":true,"useData":true},
  'ref': {"0":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<a href=\"#"
    + alias3(alias2(alias1(depth0, "anchor", {"start":{"line":1,"column":26},"end":{"line":1,"column":32}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "ref", {"start":{"line":1,"column":38},"end":{"line":1,"column":41}} ), depth0))
    + "</a>";
},"1":function(container,depth0,helpers,partials,data) {
    return "<span class=\"quiet\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "ref", {"start":{"line":1,"column":77},"end":{"line":1,"column":80}} ), depth0))
    + "</span>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"anchor"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(1, data, 0),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":96}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
  'timeline': {"0":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<figure class=\"lanes\">\n<ol>\n<li class=\"axis\" aria-hidden=\"true\"><span></span><svg width=\"100%\" height=\"16\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"ticks"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":5,"column":79},"end":{"line":5,"column":188}}})) != null ? stack1 : "")
    + "</svg></li>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"lanes"),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":8,"column":9}}})) != null ? stack1 : "")
    + "</ol>\n<figcaption>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"moreLanes"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":10,"column":12},"end":{"line":10,"column":76}}})) != null ? stack1 : "")
    + "Left to right in order; a wait widens the gap by its logarithm. <span class=\"key\"><svg width=\"14\" height=\"10\" aria-hidden=\"true\"><rect class=\"bar-calm\" y=\"1\" width=\"14\" height=\"8\" rx=\"1.5\"/></svg> call</span> <span class=\"key\"><svg width=\"14\" height=\"10\" aria-hidden=\"true\"><rect class=\"bar-differs\" x=\"1\" y=\"1\" width=\"12\" height=\"8\" rx=\"1.5\"/></svg> agent saw something else</span> <span class=\"key\"><svg width=\"14\" height=\"10\" aria-hidden=\"true\"><rect class=\"bar-stopped\" x=\"1\" y=\"1.5\" width=\"12\" height=\"7\" rx=\"1.5\"/></svg> stopped by a guard</span> <span class=\"key\"><svg class=\"fault-mark\" width=\"10\" height=\"10\" aria-hidden=\"true\"><path d=\"M1 1h8L5 8z\"/></svg> fault</span> <span class=\"key\"><svg width=\"10\" height=\"10\" aria-hidden=\"true\"><circle class=\"effect-mark\" cx=\"5\" cy=\"5\" r=\"3.5\"/></svg> effect</span> <span class=\"key\"><svg width=\"10\" height=\"10\" aria-hidden=\"true\"><circle class=\"effect-mark late\" cx=\"5\" cy=\"5\" r=\"3.5\"/></svg> late effect</span></figcaption>\n</figure>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<line x1=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":5,"column":106},"end":{"line":5,"column":107}} ), depth0))
    + "%\" x2=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":5,"column":118},"end":{"line":5,"column":119}} ), depth0))
    + "%\" y1=\"12\" y2=\"16\"/><text x=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":5,"column":152},"end":{"line":5,"column":153}} ), depth0))
    + "%\" y=\"9\">"
    + alias3(alias2(alias1(depth0, "text", {"start":{"line":5,"column":166},"end":{"line":5,"column":170}} ), depth0))
    + "</text>";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.strict, alias3=container.lambda, alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"anchor"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.program(4, data, 0),"data":data,"loc":{"start":{"line":7,"column":4},"end":{"line":7,"column":120}}})) != null ? stack1 : "")
    + "<svg width=\"100%\" height=\"16\" role=\"img\" aria-label=\""
    + alias4(alias3(alias2(depth0, "label", {"start":{"line":7,"column":175},"end":{"line":7,"column":180}} ), depth0))
    + "\"><title>"
    + alias4(alias3(alias2(depth0, "label", {"start":{"line":7,"column":193},"end":{"line":7,"column":198}} ), depth0))
    + "</title><line class=\"rail\" x1=\"0\" x2=\"100%\" y1=\"8\" y2=\"8\"/><rect class=\"bar-"
    + alias4(alias3(alias2(depth0, "tone", {"start":{"line":7,"column":278},"end":{"line":7,"column":282}} ), depth0))
    + "\" x=\""
    + alias4(alias3(alias2(depth0, "x", {"start":{"line":7,"column":291},"end":{"line":7,"column":292}} ), depth0))
    + "%\" y=\"4\" width=\""
    + alias4(alias3(alias2(depth0, "width", {"start":{"line":7,"column":312},"end":{"line":7,"column":317}} ), depth0))
    + "%\" height=\"8\" rx=\"1.5\"/>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"faults"),{"name":"each","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":343},"end":{"line":7,"column":461}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"effects"),{"name":"each","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":461},"end":{"line":7,"column":567}}})) != null ? stack1 : "")
    + "</svg></li>\n";
},"3":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<a href=\"#"
    + alias3(alias2(alias1(depth0, "anchor", {"start":{"line":7,"column":30},"end":{"line":7,"column":36}} ), depth0))
    + "\"><b>"
    + alias3(alias2(alias1(depth0, "id", {"start":{"line":7,"column":45},"end":{"line":7,"column":47}} ), depth0))
    + "</b> "
    + alias3(alias2(alias1(depth0, "target", {"start":{"line":7,"column":56},"end":{"line":7,"column":62}} ), depth0))
    + "</a>";
},"4":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<span><b>"
    + alias3(alias2(alias1(depth0, "id", {"start":{"line":7,"column":87},"end":{"line":7,"column":89}} ), depth0))
    + "</b> "
    + alias3(alias2(alias1(depth0, "target", {"start":{"line":7,"column":98},"end":{"line":7,"column":104}} ), depth0))
    + "</span>";
},"5":function(container,depth0,helpers,partials,data) {
    return "<svg class=\"fault-mark\" x=\""
    + container.escapeExpression(container.lambda(depth0, depth0))
    + "%\" y=\"0\" overflow=\"visible\"><path d=\"M-4 0h8L0 7z\"/></svg>";
},"6":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<circle class=\"effect-mark"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"late"),{"name":"if","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":504},"end":{"line":7,"column":528}}})) != null ? stack1 : "")
    + "\" cx=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "x", {"start":{"line":7,"column":536},"end":{"line":7,"column":537}} ), depth0))
    + "%\" cy=\"8\" r=\"3.5\"/>";
},"7":function(container,depth0,helpers,partials,data) {
    return " late";
},"8":function(container,depth0,helpers,partials,data) {
    return container.escapeExpression(container.lambda(container.strict(depth0, "moreLanes", {"start":{"line":10,"column":31},"end":{"line":10,"column":40}} ), depth0))
    + " more calls are not drawn. ";
},"9":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"call"),{"name":"if","hash":{},"fn":container.program(10, data, 0),"inverse":container.program(11, data, 0),"data":data,"loc":{"start":{"line":15,"column":0},"end":{"line":15,"column":48}}})) != null ? stack1 : "")
    + "\n";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"call"),depth0,{"name":"call","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"11":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"other"),depth0,{"name":"other","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"12":function(container,depth0,helpers,partials,data) {
    return "<p class=\"notice\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "more", {"start":{"line":18,"column":32},"end":{"line":18,"column":36}} ), depth0))
    + " more rows are in the trace and not shown here.</p>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h4>Timeline</h4>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"lanes"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":12,"column":7}}})) != null ? stack1 : "")
    + "<ol class=\"rows\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"rows"),{"name":"each","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":14,"column":0},"end":{"line":16,"column":9}}})) != null ? stack1 : "")
    + "</ol>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"more"),{"name":"if","hash":{},"fn":container.program(12, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":18,"column":0},"end":{"line":18,"column":96}}})) != null ? stack1 : "")
    + "\n";
},"usePartial":true,"useData":true},
  'trial': {"0":function(container,depth0,helpers,partials,data) {
    return "<p class=\"banner\"><strong>Error.</strong> "
    + container.escapeExpression(container.lambda(container.strict(depth0, "error", {"start":{"line":10,"column":57},"end":{"line":10,"column":62}} ), depth0))
    + "</p>";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h4>Scores</h4>\n<div class=\"scroll\">\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">Scorer</th><th scope=\"col\">Result</th><th scope=\"col\" class=\"number\">Value</th><th scope=\"col\">Found</th><th scope=\"col\">Evidence</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"scores"),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":18,"column":0},"end":{"line":20,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><th scope=\"row\">"
    + alias3(alias2(alias1(depth0, "scorer", {"start":{"line":19,"column":22},"end":{"line":19,"column":28}} ), depth0))
    + " <span class=\"quiet\">"
    + alias3(alias2(alias1(depth0, "severity", {"start":{"line":19,"column":53},"end":{"line":19,"column":61}} ), depth0))
    + "</span></th><td>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"pass"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.program(4, data, 0),"data":data,"loc":{"start":{"line":19,"column":79},"end":{"line":19,"column":310}}})) != null ? stack1 : "")
    + "</td><td class=\"number\">"
    + alias3(alias2(alias1(depth0, "value", {"start":{"line":19,"column":336},"end":{"line":19,"column":341}} ), depth0))
    + "</td><td class=\"prose\">"
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":19,"column":368},"end":{"line":19,"column":374}} ), depth0))
    + "</td><td class=\"refs\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"events"),{"name":"each","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":19,"column":398},"end":{"line":19,"column":433}}})) != null ? stack1 : "")
    + "</td></tr>\n";
},"3":function(container,depth0,helpers,partials,data) {
    return "<span class=\"tone-passed\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_passed\"/></svg>pass</span>";
},"4":function(container,depth0,helpers,partials,data) {
    return "<span class=\"tone-failed\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_failed\"/></svg>fail</span>";
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"ref"),depth0,{"name":"ref","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + " ";
},"6":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h4>Guards</h4>\n<div class=\"scroll\">\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">Guard</th><th scope=\"col\">Outcome</th><th scope=\"col\">Decisions</th><th scope=\"col\">Evidence</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"guards"),{"name":"each","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":31,"column":0},"end":{"line":33,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n";
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><th scope=\"row\">"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":32,"column":22},"end":{"line":32,"column":26}} ), depth0))
    + " <span class=\"quiet\">"
    + alias3(alias2(alias1(depth0, "mode", {"start":{"line":32,"column":51},"end":{"line":32,"column":55}} ), depth0))
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"required"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":32,"column":57},"end":{"line":32,"column":90}}})) != null ? stack1 : "")
    + "</span></th><td class=\"guard-"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":32,"column":121},"end":{"line":32,"column":128}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":32,"column":134},"end":{"line":32,"column":141}} ), depth0))
    + "</td><td class=\"counts\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"decisions"),{"name":"each","hash":{},"fn":container.program(9, data, 0),"inverse":container.program(10, data, 0),"data":data,"loc":{"start":{"line":32,"column":167},"end":{"line":32,"column":266}}})) != null ? stack1 : "")
    + "</td><td class=\"prose\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"evidence"),{"name":"each","hash":{},"fn":container.program(11, data, 0),"inverse":container.program(12, data, 0),"data":data,"loc":{"start":{"line":32,"column":289},"end":{"line":32,"column":448}}})) != null ? stack1 : "")
    + "</td></tr>\n";
},"8":function(container,depth0,helpers,partials,data) {
    return ", required";
},"9":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<span>"
    + alias3(alias2(alias1(depth0, "count", {"start":{"line":32,"column":194},"end":{"line":32,"column":199}} ), depth0))
    + " "
    + alias3(alias2(alias1(depth0, "word", {"start":{"line":32,"column":204},"end":{"line":32,"column":208}} ), depth0))
    + "</span> ";
},"10":function(container,depth0,helpers,partials,data) {
    return "<span class=\"quiet\">none</span>";
},"11":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "message", {"start":{"line":32,"column":312},"end":{"line":32,"column":319}} ), depth0))
    + " <span class=\"refs\">"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"calls"),{"name":"each","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":32,"column":341},"end":{"line":32,"column":375}}})) != null ? stack1 : "")
    + "</span></p>";
},"12":function(container,depth0,helpers,partials,data) {
    return "<span class=\"quiet\">no violation found</span>";
},"13":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h4>Faults</h4>\n<div class=\"scroll\">\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">Fault</th><th scope=\"col\">Where and when</th><th scope=\"col\" class=\"number\">Planned</th><th scope=\"col\" class=\"number\">Delivered</th><th scope=\"col\">State</th><th scope=\"col\">What the agent saw of it</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"faults"),{"name":"each","hash":{},"fn":container.program(14, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":44,"column":0},"end":{"line":46,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n";
},"14":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><th scope=\"row\">"
    + alias3(alias2(alias1(depth0, "fault", {"start":{"line":45,"column":22},"end":{"line":45,"column":27}} ), depth0))
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"settings"),{"name":"if","hash":{},"fn":container.program(15, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":45,"column":29},"end":{"line":45,"column":95}}})) != null ? stack1 : "")
    + "</th><td class=\"prose\"><code>"
    + alias3(alias2(alias1(depth0, "on", {"start":{"line":45,"column":126},"end":{"line":45,"column":128}} ), depth0))
    + "</code>, "
    + alias3(alias2(alias1(depth0, "when", {"start":{"line":45,"column":141},"end":{"line":45,"column":145}} ), depth0))
    + "</td><td class=\"number\">"
    + alias3(alias2(alias1(depth0, "planned", {"start":{"line":45,"column":173},"end":{"line":45,"column":180}} ), depth0))
    + "</td><td class=\"number\">"
    + alias3(alias2(alias1(depth0, "delivered", {"start":{"line":45,"column":208},"end":{"line":45,"column":217}} ), depth0))
    + "</td><td class=\"fault-"
    + alias3(alias2(alias1(depth0, "state", {"start":{"line":45,"column":243},"end":{"line":45,"column":248}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "state", {"start":{"line":45,"column":254},"end":{"line":45,"column":259}} ), depth0))
    + "</td><td class=\"prose\">"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"symptom"),{"name":"if","hash":{},"fn":container.program(16, data, 0),"inverse":container.program(17, data, 0),"data":data,"loc":{"start":{"line":45,"column":284},"end":{"line":45,"column":359}}})) != null ? stack1 : "")
    + "</td></tr>\n";
},"15":function(container,depth0,helpers,partials,data) {
    return " <code class=\"settings\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "settings", {"start":{"line":45,"column":71},"end":{"line":45,"column":79}} ), depth0))
    + "</code>";
},"16":function(container,depth0,helpers,partials,data) {
    return container.escapeExpression(container.lambda(container.strict(depth0, "symptom", {"start":{"line":45,"column":301},"end":{"line":45,"column":308}} ), depth0));
},"17":function(container,depth0,helpers,partials,data) {
    return "<span class=\"quiet\">nothing</span>";
},"18":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h4>The agent's answer</h4>\n"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"body"),lookupProperty(depth0,"answer"),{"name":"body","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"19":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"timeline"),lookupProperty(depth0,"timeline"),{"name":"timeline","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"20":function(container,depth0,helpers,partials,data) {
    return "<p class=\"notice\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "untold", {"start":{"line":58,"column":20},"end":{"line":58,"column":26}} ), depth0))
    + "</p>\n";
},"21":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<div><dt>"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":61,"column":26},"end":{"line":61,"column":30}} ), depth0))
    + "</dt><dd>"
    + alias3(alias2(alias1(depth0, "text", {"start":{"line":61,"column":43},"end":{"line":61,"column":47}} ), depth0))
    + "</dd></div>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<details class=\"trial edge-"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":1,"column":29},"end":{"line":1,"column":36}} ), depth0))
    + "\" id=\""
    + alias3(alias2(alias1(depth0, "anchor", {"start":{"line":1,"column":46},"end":{"line":1,"column":52}} ), depth0))
    + "\" data-verdict=\""
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":1,"column":72},"end":{"line":1,"column":79}} ), depth0))
    + "\" data-agent=\""
    + alias3(alias2(alias1(depth0, "agent", {"start":{"line":1,"column":97},"end":{"line":1,"column":102}} ), depth0))
    + "\" data-search=\""
    + alias3(alias2(alias1(depth0, "search", {"start":{"line":1,"column":121},"end":{"line":1,"column":127}} ), depth0))
    + "\">\n<summary>\n<span class=\"verdict tone-"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":3,"column":28},"end":{"line":3,"column":35}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":3,"column":91},"end":{"line":3,"column":98}} ), depth0))
    + "\"/></svg>"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":3,"column":111},"end":{"line":3,"column":118}} ), depth0))
    + "</span>\n<h3>"
    + alias3(alias2(alias1(depth0, "scenario", {"start":{"line":4,"column":6},"end":{"line":4,"column":14}} ), depth0))
    + " <span class=\"variant\">"
    + alias3(alias2(alias1(depth0, "variant", {"start":{"line":4,"column":41},"end":{"line":4,"column":48}} ), depth0))
    + "</span></h3>\n<span class=\"who\">"
    + alias3(alias2(alias1(depth0, "agent", {"start":{"line":5,"column":20},"end":{"line":5,"column":25}} ), depth0))
    + " <span class=\"quiet\">r"
    + alias3(alias2(alias1(depth0, "repeat", {"start":{"line":5,"column":51},"end":{"line":5,"column":57}} ), depth0))
    + "</span></span>\n<span class=\"brief\">"
    + alias3(alias2(alias1(depth0, "brief", {"start":{"line":6,"column":22},"end":{"line":6,"column":27}} ), depth0))
    + "</span>\n<span class=\"reason\">"
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":7,"column":23},"end":{"line":7,"column":29}} ), depth0))
    + "</span>\n</summary>\n<div class=\"inside\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"error"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":10,"column":75}}})) != null ? stack1 : "")
    + "\n<div class=\"replay\"><span>Run it again</span><code>"
    + alias3(alias2(alias1(depth0, "replay", {"start":{"line":11,"column":53},"end":{"line":11,"column":59}} ), depth0))
    + "</code></div>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"scores"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":24,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"guards"),{"name":"if","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":25,"column":0},"end":{"line":37,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"faults"),{"name":"if","hash":{},"fn":container.program(13, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":38,"column":0},"end":{"line":50,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"answer"),{"name":"if","hash":{},"fn":container.program(18, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":51,"column":0},"end":{"line":54,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"timeline"),{"name":"if","hash":{},"fn":container.program(19, data, 0),"inverse":container.program(20, data, 0),"data":data,"loc":{"start":{"line":55,"column":0},"end":{"line":59,"column":7}}})) != null ? stack1 : "")
    + "<dl class=\"facts small\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"facts"),{"name":"each","hash":{},"fn":container.program(21, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":61,"column":0},"end":{"line":62,"column":9}}})) != null ? stack1 : "")
    + "</dl>\n</div>\n</details>\n";
},"usePartial":true,"useData":true},
}
export const styles = ":root {\n  --paper: #fcfcfa;\n  --raised: #ffffff;\n  --sunk: #f3f3ef;\n  --ink: #1b1f23;\n  --soft: #59626b;\n  --line: #dcdcd5;\n  --strong-line: #b9bab2;\n  --link: #0b57a4;\n  --passed: #1c6b3f;\n  --failed: #b3231c;\n  --inconclusive: #875a00;\n  --error: #8a2a83;\n  --not-run: #6a7178;\n  --fault: #5a3ea6;\n  --bar: #8f9aa5;\n  --effect: #0b57a4;\n  --failed-wash: #fdf0ee;\n  --differs: #b34700;\n  --differs-wash: #fff5ea;\n  --mono: ui-monospace, \"SF Mono\", \"Cascadia Mono\", \"JetBrains Mono\", Menlo, Consolas, \"DejaVu Sans Mono\", monospace;\n  --sans: system-ui, -apple-system, \"Segoe UI\", Roboto, \"Helvetica Neue\", \"DejaVu Sans\", sans-serif;\n  color-scheme: light dark;\n}\n@media (prefers-color-scheme: dark) {\n  :root {\n    --paper: #15181b;\n    --raised: #1b1f23;\n    --sunk: #22272c;\n    --ink: #e4e6e8;\n    --soft: #9ba5ae;\n    --line: #30363c;\n    --strong-line: #4a525a;\n    --link: #7db8f5;\n    --passed: #69c48f;\n    --failed: #ff8a80;\n    --inconclusive: #e2b354;\n    --error: #e08fd9;\n    --not-run: #929ba3;\n    --fault: #b6a1f5;\n    --bar: #6b7681;\n    --effect: #7db8f5;\n    --failed-wash: #2d1f1f;\n    --differs: #ffa75c;\n    --differs-wash: #2b2219;\n  }\n}\n\n* {\n  box-sizing: border-box;\n}\n[hidden] {\n  display: none !important;\n}\nhtml {\n  scroll-padding-top: 16px;\n  -webkit-text-size-adjust: 100%;\n}\nbody {\n  max-width: 1180px;\n  margin: 0 auto;\n  padding: 32px 24px 64px;\n  background: var(--paper);\n  color: var(--ink);\n  font: 14px / 1.5 var(--sans);\n  font-variant-numeric: tabular-nums;\n  overflow-wrap: anywhere;\n}\nh1,\nh2,\nh3,\nh4,\nh5,\np,\ndl,\ndd,\nol,\nul,\nfigure,\npre,\nfieldset {\n  margin: 0;\n  padding: 0;\n}\nol,\nul {\n  list-style: none;\n}\na {\n  color: var(--link);\n  text-underline-offset: 2px;\n}\n:focus-visible {\n  outline: 2px solid var(--link);\n  outline-offset: 2px;\n  border-radius: 2px;\n}\ncode,\npre,\ndel,\nins {\n  font-family: var(--mono);\n  font-size: 12px;\n}\nb,\nstrong {\n  font-weight: 600;\n}\n.quiet,\n.aside {\n  color: var(--soft);\n  font-weight: 400;\n}\n.unseen {\n  position: absolute;\n  width: 1px;\n  height: 1px;\n  overflow: hidden;\n  clip-path: inset(50%);\n}\n.sprite {\n  position: absolute;\n  width: 0;\n  height: 0;\n}\n.skip {\n  position: absolute;\n  left: -999px;\n}\n.skip:focus {\n  left: 24px;\n  top: 8px;\n}\n\n/* Each verdict has a shape, a word and a colour. */\n.icon {\n  width: 1em;\n  height: 1em;\n  margin-right: 0.4em;\n  flex: none;\n  vertical-align: -0.125em;\n  fill: currentColor;\n}\nsymbol .sign {\n  fill: none;\n  stroke: var(--raised);\n  stroke-width: 1.8;\n  stroke-linecap: round;\n}\nsymbol .hollow,\nsymbol .stroke {\n  fill: none;\n  stroke: currentColor;\n  stroke-width: 1.6;\n}\n.tone-passed {\n  color: var(--passed);\n}\n.tone-failed {\n  color: var(--failed);\n}\n.tone-inconclusive {\n  color: var(--inconclusive);\n}\n.tone-error {\n  color: var(--error);\n}\n.tone-not-run {\n  color: var(--not-run);\n}\n.fill-passed {\n  fill: var(--passed);\n}\n.fill-failed {\n  fill: var(--failed);\n}\n.fill-inconclusive {\n  fill: var(--inconclusive);\n}\n.fill-error {\n  fill: var(--error);\n}\n.fill-not-run {\n  fill: var(--strong-line);\n}\n.gate-failed,\n.guard-bypassed {\n  color: var(--failed);\n  font-weight: 600;\n}\n.gate-passed,\n.guard-held {\n  color: var(--passed);\n}\n.guard-not-exercised,\n.guard-false-alarm,\n.fault-undelivered,\n.gate-not-evaluated {\n  color: var(--inconclusive);\n}\n/* Head */\n.brand {\n  font-weight: 600;\n  letter-spacing: 0.01em;\n}\n.brand span {\n  color: var(--soft);\n  font-weight: 400;\n}\nh1 {\n  margin-top: 16px;\n  font-size: 28px;\n  line-height: 1.2;\n  font-weight: 650;\n  letter-spacing: -0.015em;\n}\nh1 .icon {\n  width: 24px;\n  height: 24px;\n  margin-right: 10px;\n  vertical-align: -3px;\n}\n.why {\n  max-width: 72ch;\n  margin-top: 8px;\n  font-size: 16px;\n}\n.facts {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 8px 28px;\n  margin-top: 20px;\n}\n.facts dt {\n  color: var(--soft);\n  font-size: 12px;\n}\n.facts.small {\n  margin-top: 24px;\n  padding-top: 12px;\n  border-top: 1px solid var(--line);\n  font-size: 12px;\n}\nh2 {\n  margin: 40px 0 10px;\n  font-size: 18px;\n  line-height: 1.3;\n  font-weight: 620;\n  letter-spacing: -0.005em;\n}\nh2 .aside {\n  margin-left: 6px;\n  font-size: 14px;\n}\nh4 {\n  margin: 24px 0 6px;\n  font-size: 14px;\n  font-weight: 620;\n}\n/* Tiles */\n.tiles {\n  display: grid;\n  grid-template-columns: repeat(4, auto);\n  margin-top: 28px;\n  background: var(--raised);\n  border: 1px solid var(--line);\n  border-radius: 6px;\n  overflow: hidden;\n}\n.shares {\n  grid-column: 1 / -1;\n  display: block;\n}\n.tile {\n  padding: 12px 16px 14px;\n}\n.tile + .tile {\n  border-left: 1px solid var(--line);\n}\n.tile h2 {\n  margin: 0 0 6px;\n  color: var(--soft);\n  font-size: 12px;\n  font-weight: 400;\n  letter-spacing: 0;\n}\n.tile dl {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 4px 18px;\n}\n.tile dd {\n  font-size: 22px;\n  line-height: 1.2;\n  font-weight: 600;\n  letter-spacing: -0.01em;\n}\n.tile dt {\n  font-size: 12px;\n  color: var(--soft);\n}\n.tile .zero dd {\n  color: var(--soft);\n  font-weight: 400;\n}\n/* Tables */\n.scroll {\n  overflow-x: auto;\n}\ntable {\n  border-collapse: collapse;\n  text-align: left;\n}\nth {\n  font-weight: 600;\n}\n.plain {\n  width: 100%;\n  min-width: 620px;\n}\n.plain th,\n.plain td {\n  padding: 6px 20px 6px 0;\n  border-bottom: 1px solid var(--line);\n  vertical-align: top;\n}\n.plain th:last-child,\n.plain td:last-child {\n  padding-right: 0;\n}\nthead th {\n  color: var(--soft);\n  font-size: 12px;\n  font-weight: 400;\n  white-space: nowrap;\n}\n.plain .number {\n  text-align: right;\n}\n.plain tbody th {\n  min-width: 11em;\n}\n.plain th,\n.plain td {\n  overflow-wrap: break-word;\n}\n.plain .prose {\n  min-width: 15em;\n  overflow-wrap: anywhere;\n}\n.plain th code {\n  font-weight: 400;\n}\n.plain td [class^=\"tone\"] {\n  white-space: nowrap;\n}\n.refs {\n  font-family: var(--mono);\n  font-size: 12px;\n}\n.counts span {\n  margin-right: 8px;\n  white-space: nowrap;\n}\n.settings {\n  color: var(--soft);\n  font-weight: 400;\n}\n.matrix {\n  background: var(--raised);\n  border: 1px solid var(--line);\n}\n.matrix th,\n.matrix td {\n  padding: 6px 20px 6px 14px;\n  vertical-align: top;\n}\n.matrix thead th {\n  border-bottom: 1px solid var(--line);\n}\n.matrix tbody th {\n  position: sticky;\n  left: 0;\n  min-width: 150px;\n  background: var(--raised);\n  font-weight: 400;\n}\n.matrix tbody td {\n  border-left: 1px solid var(--line);\n  white-space: nowrap;\n}\n.matrix tr.first:not(:first-child) > * {\n  border-top: 1px solid var(--line);\n}\n.scenario {\n  display: block;\n  font-weight: 600;\n}\n.matrix .variant {\n  padding-left: 12px;\n}\n.matrix tr.first td {\n  vertical-align: bottom;\n}\n.one {\n  display: inline-flex;\n  align-items: center;\n  text-decoration: none;\n}\na.one:hover,\n.repeats a:hover {\n  text-decoration: underline;\n}\n.share {\n  display: flex;\n  align-items: center;\n}\n.repeats {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 0 10px;\n  font-size: 12px;\n}\n.repeats a,\n.repeats > span {\n  text-decoration: none;\n}\n.repeats .icon {\n  margin-right: 3px;\n}\n.promise {\n  max-width: 110ch;\n  margin-top: 10px;\n  color: var(--soft);\n}\n.promise strong {\n  color: var(--ink);\n}\n.not-run {\n  margin-top: 10px;\n}\n.not-run li {\n  padding-left: 16px;\n  color: var(--soft);\n}\n/* Filters */\n.filters {\n  display: flex;\n  flex-wrap: wrap;\n  align-items: center;\n  gap: 8px 20px;\n  margin-bottom: 12px;\n}\nfieldset {\n  display: flex;\n  flex-wrap: wrap;\n  align-items: center;\n  gap: 4px 14px;\n  border: 0;\n}\nlegend {\n  float: left;\n  margin-right: 4px;\n  padding: 0;\n}\n.filters,\n.filters legend {\n  color: var(--soft);\n}\n.tick {\n  display: inline-flex;\n  align-items: center;\n  gap: 4px;\n  color: var(--ink);\n}\n.tick .icon {\n  margin-right: 1px;\n}\ninput,\nselect,\nbutton {\n  font: inherit;\n  color: var(--ink);\n}\ninput[type=\"checkbox\"] {\n  margin: 0;\n  accent-color: var(--soft);\n}\ninput[type=\"search\"],\nselect,\nbutton {\n  height: 28px;\n  padding: 0 8px;\n  background: var(--raised);\n  border: 1px solid var(--strong-line);\n  border-radius: 4px;\n}\nselect {\n  max-width: 220px;\n}\nbutton:hover {\n  background: var(--sunk);\n}\n.buttons {\n  display: inline-flex;\n  gap: 6px;\n}\n/* Trials */\n.trial {\n  margin-top: 6px;\n  background: var(--raised);\n  border: 1px solid var(--line);\n  border-left: 3px solid var(--edge);\n  border-radius: 4px;\n}\n.edge-passed {\n  --edge: var(--passed);\n}\n.edge-failed {\n  --edge: var(--failed);\n}\n.edge-inconclusive {\n  --edge: var(--inconclusive);\n}\n.edge-error {\n  --edge: var(--error);\n}\n.trial > summary {\n  display: grid;\n  grid-template-columns: 118px minmax(0, 1fr) fit-content(35%) auto;\n  gap: 0 16px;\n  align-items: baseline;\n  padding: 8px 14px;\n  cursor: pointer;\n  list-style: none;\n}\n.trial > summary::-webkit-details-marker {\n  display: none;\n}\n.trial > summary:hover {\n  background: var(--sunk);\n}\n.trial[open] > summary {\n  border-bottom: 1px solid var(--line);\n}\n.verdict {\n  font-weight: 600;\n  white-space: nowrap;\n}\nh3 {\n  font-size: 14px;\n  font-weight: 600;\n}\nh3 .variant {\n  margin-left: 6px;\n  font-weight: 400;\n}\n.brief {\n  color: var(--soft);\n  font-size: 12px;\n  white-space: nowrap;\n}\n.reason {\n  grid-column: 2 / -1;\n  max-width: 100ch;\n  color: var(--soft);\n}\n.inside {\n  padding: 14px 18px 18px;\n}\n.banner {\n  margin-bottom: 12px;\n  padding: 8px 12px;\n  border-left: 3px solid var(--error);\n  background: var(--sunk);\n}\n.notice {\n  margin: 12px 0;\n  padding: 8px 12px;\n  background: var(--sunk);\n}\n.replay {\n  display: flex;\n  align-items: baseline;\n  gap: 12px;\n}\n.replay span {\n  color: var(--soft);\n  font-size: 12px;\n  white-space: nowrap;\n}\n.replay code {\n  flex: 1;\n  padding: 5px 10px;\n  background: var(--sunk);\n  border-radius: 4px;\n  user-select: all;\n}\npre {\n  max-height: 22em;\n  overflow: auto;\n  line-height: 1.45;\n  white-space: pre-wrap;\n}\n.inside > pre {\n  padding: 8px 10px;\n  background: var(--sunk);\n  border-radius: 4px;\n}\n.cut {\n  color: var(--inconclusive);\n  font-size: 12px;\n}\n/* Lanes: the calls of a trial over time */\n.lanes {\n  margin-bottom: 14px;\n}\n.lanes li {\n  display: grid;\n  grid-template-columns: minmax(0, 300px) minmax(0, 1fr);\n  gap: 0 14px;\n  align-items: center;\n}\n.lanes li > a,\n.lanes li > span {\n  overflow: hidden;\n  color: inherit;\n  font-size: 12px;\n  text-decoration: none;\n  text-overflow: ellipsis;\n  white-space: nowrap;\n}\n.lanes li > a:hover {\n  text-decoration: underline;\n}\n.lanes svg {\n  display: block;\n  overflow: visible;\n}\n.axis text {\n  fill: var(--soft);\n  font: 11px var(--sans);\n}\n.axis line,\n.rail {\n  stroke: var(--line);\n}\n.bar-calm {\n  fill: var(--bar);\n}\n.bar-differs {\n  fill: var(--differs-wash);\n  stroke: var(--differs);\n  stroke-width: 1.5;\n}\n.bar-stopped {\n  fill: var(--raised);\n  stroke: var(--failed);\n  stroke-width: 1.5;\n  stroke-dasharray: 3 2;\n}\n.fault-mark {\n  fill: var(--fault);\n}\n.effect-mark {\n  fill: var(--effect);\n  stroke: var(--raised);\n  stroke-width: 1;\n}\n.effect-mark.late {\n  fill: var(--raised);\n  stroke: var(--effect);\n  stroke-width: 2;\n}\nfigcaption {\n  margin-top: 6px;\n  color: var(--soft);\n  font-size: 12px;\n}\n.key {\n  margin-left: 10px;\n  white-space: nowrap;\n}\n.key svg {\n  display: inline-block;\n  vertical-align: -1px;\n}\n/* Rows: what happened, in order */\n.row {\n  display: grid;\n  grid-template-columns: 72px minmax(0, 1fr);\n  gap: 0 14px;\n  padding: 9px 0;\n  border-top: 1px solid var(--line);\n}\n.at {\n  color: var(--soft);\n  font-size: 12px;\n  line-height: 21px;\n  text-align: right;\n}\n.title .took {\n  float: right;\n  margin-left: 12px;\n  color: var(--soft);\n  font-size: 12px;\n}\n.title code {\n  font-size: 13px;\n  font-weight: 600;\n}\n.chips {\n  color: var(--soft);\n  font-size: 12px;\n}\n.chips span + span::before {\n  content: \" · \";\n}\n.stated {\n  color: var(--soft);\n}\n.stated q {\n  color: var(--ink);\n}\n.decision b,\n.fault b {\n  margin-right: 3px;\n}\n.decision.stopped b,\n.event.stopped .title b {\n  color: var(--failed);\n}\n.decision.noted b,\n.event.noted .title b {\n  color: var(--inconclusive);\n}\n.decision.calm b {\n  color: var(--passed);\n}\n.fault,\n.fault b {\n  color: var(--fault);\n}\n.fault svg {\n  margin-right: 4px;\n}\n.exchange {\n  margin-top: 4px;\n}\n.exchange > summary {\n  width: fit-content;\n  cursor: pointer;\n  font-size: 13px;\n}\n.difference {\n  color: var(--differs);\n}\n.panes {\n  display: grid;\n  grid-template-columns: repeat(3, minmax(0, 1fr));\n  margin-top: 6px;\n  border: 1px solid var(--line);\n  border-radius: 4px;\n}\n.pane {\n  min-width: 0;\n  padding: 7px 10px 9px;\n}\n.pane + .pane {\n  border-left: 1px solid var(--line);\n}\nh5 {\n  margin-bottom: 3px;\n  color: var(--soft);\n  font-size: 12px;\n  font-weight: 400;\n}\nh5 b {\n  margin-left: 4px;\n  color: var(--ink);\n}\n.differs .saw {\n  background: var(--differs-wash);\n  box-shadow: inset 3px 0 var(--differs);\n}\n.differs .saw h5 b {\n  color: var(--differs);\n}\n.empty {\n  color: var(--soft);\n  font-size: 13px;\n}\n.headers {\n  margin-top: 6px;\n  color: var(--soft);\n  font-size: 12px;\n}\nem.late {\n  color: var(--inconclusive);\n  font-style: normal;\n  font-weight: 600;\n}\n.effect {\n  margin-top: 6px;\n  padding-left: 10px;\n  border-left: 2px solid var(--effect);\n}\n.effect svg {\n  margin-right: 5px;\n}\n.changes {\n  margin: 2px 0 4px;\n  font-size: 12px;\n}\n.changes th {\n  padding: 0 14px 0 0;\n  color: var(--soft);\n  font-weight: 400;\n  vertical-align: top;\n  min-width: 5em;\n}\n.effect .changes {\n  margin-left: 15px;\n}\n.changes td {\n  padding: 0;\n}\n.changes del {\n  color: var(--soft);\n}\n.changes ins {\n  text-decoration: none;\n}\n.changes del + ins::before {\n  content: \"→ \";\n  color: var(--soft);\n}\n:target.row,\n:target.effect,\n:target.decision,\n:target.fault,\n:target.pane {\n  outline: 2px solid var(--link);\n  outline-offset: 2px;\n}\nfooter {\n  max-width: 84ch;\n  margin-top: 40px;\n  color: var(--soft);\n  font-size: 12px;\n}\n@media (max-width: 860px) {\n  .tiles {\n    grid-template-columns: 1fr 1fr;\n  }\n  .tile:nth-of-type(3) {\n    border-left: 0;\n  }\n  .tile:nth-of-type(n + 3) {\n    border-top: 1px solid var(--line);\n  }\n  .trial > summary {\n    grid-template-columns: auto minmax(0, 1fr);\n  }\n  .trial > summary > :nth-child(n + 2) {\n    grid-column: 1 / -1;\n  }\n  .brief {\n    white-space: normal;\n  }\n  .panes {\n    grid-template-columns: minmax(0, 1fr);\n  }\n  .pane + .pane {\n    border-top: 1px solid var(--line);\n    border-left: 0;\n  }\n}\n@media (max-width: 560px) {\n  body {\n    padding: 20px 14px 48px;\n  }\n  .tiles {\n    grid-template-columns: 1fr;\n  }\n  .tile + .tile {\n    border-top: 1px solid var(--line);\n    border-left: 0;\n  }\n  .row,\n  .lanes li {\n    grid-template-columns: minmax(0, 1fr);\n  }\n  .axis > span {\n    display: none;\n  }\n  .at {\n    text-align: left;\n  }\n  .inside {\n    padding: 12px;\n  }\n  .replay {\n    display: block;\n  }\n  .replay code {\n    display: block;\n  }\n}\n@media print {\n  :root {\n    --paper: #ffffff;\n  }\n  body {\n    max-width: none;\n    padding: 0;\n    font-size: 11px;\n  }\n  .filters,\n  .skip {\n    display: none;\n  }\n  pre {\n    max-height: none;\n  }\n  .scroll {\n    overflow: visible;\n  }\n  .plain {\n    min-width: 0;\n  }\n  .row,\n  .effect,\n  tr {\n    break-inside: avoid;\n  }\n  .trial > summary {\n    break-after: avoid;\n  }\n}\n"
export const interaction = ";(() => {\n  const byId = (id) => document.getElementById(id)\n  const trials = [...document.querySelectorAll('details.trial')]\n  const ticks = [...document.querySelectorAll('.filters input[type=checkbox]')]\n  const [agent, text] = [byId('_agent'), byId('_text')]\n\n  function filter() {\n    const verdicts = new Set(ticks.filter((tick) => tick.checked).map((tick) => tick.value))\n    const words = text.value.toLowerCase().split(/\\s+/).filter(Boolean)\n    let shown = 0\n    for (const trial of trials) {\n      const { verdict, agent: who, search } = trial.dataset\n      const fits =\n        verdicts.has(verdict) &&\n        (agent.value === '' || who === agent.value) &&\n        words.every((word) => search.includes(word))\n      trial.hidden = !fits\n      if (fits) shown++\n    }\n    byId('_shown').textContent = shown === trials.length ? String(shown) : `${shown} of ${trials.length}`\n    byId('_none').hidden = shown > 0\n  }\n\n  // A link may lead into a closed section: open all that is around its target, filters notwithstanding.\n  function reveal() {\n    let id = location.hash.slice(1)\n    try {\n      id = decodeURIComponent(id)\n    } catch {}\n    const target = byId(id)\n    if (!target) return\n    for (let node = target; node; node = node.parentElement) {\n      if (node.tagName === 'DETAILS') node.open = true\n      if (trials.includes(node)) node.hidden = false\n    }\n    target.scrollIntoView()\n  }\n\n  const setOpen = (open) => {\n    for (const trial of trials) if (!trial.hidden) trial.open = open\n  }\n  for (const control of [...ticks, agent, text]) control.addEventListener('input', filter)\n  byId('_open').addEventListener('click', () => setOpen(true))\n  byId('_close').addEventListener('click', () => setOpen(false))\n  addEventListener('hashchange', reveal)\n\n  // Paper cannot be clicked: what is closed is opened for printing, and closed again.\n  let closed = []\n  addEventListener('beforeprint', () => {\n    closed = [...document.querySelectorAll('details:not([open])')]\n    for (const details of closed) details.open = true\n  })\n  addEventListener('afterprint', () => {\n    for (const details of closed) details.open = false\n  })\n\n  document.querySelector('.filters').hidden = false\n  filter()\n  reveal()\n})()\n"
