// Generated. Do not edit.
// @ts-nocheck: what handlebars writes is plain JavaScript.
export const templates: Readonly<Record<string, object>> = {
  'broken': {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"count"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":93},"end":{"line":1,"column":238}}})) != null ? stack1 : "");
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<span class=\"under-"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":1,"column":127},"end":{"line":1,"column":134}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "icon", {"start":{"line":1,"column":190},"end":{"line":1,"column":194}} ), depth0))
    + "\"/></svg>"
    + alias3(alias2(alias1(depth0, "word", {"start":{"line":1,"column":207},"end":{"line":1,"column":211}} ), depth0))
    + " "
    + alias3(alias2(alias1(depth0, "count", {"start":{"line":1,"column":216},"end":{"line":1,"column":221}} ), depth0))
    + "</span> ";
},"2":function(container,depth0,helpers,partials,data) {
    return "<th scope=\"col\">"
    + container.escapeExpression(container.lambda(depth0, depth0))
    + "</th>";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr class=\"first\"><th scope=\"row\"><span class=\"scenario\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "fault", {"start":{"line":8,"column":59},"end":{"line":8,"column":64}} ), depth0))
    + "</span>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"as"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":8,"column":73},"end":{"line":8,"column":126}}})) != null ? stack1 : "")
    + "</th>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"cells"),{"name":"each","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":0},"end":{"line":10,"column":249}}})) != null ? stack1 : "")
    + "</tr>\n";
},"4":function(container,depth0,helpers,partials,data) {
    return " <span class=\"variant\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "as", {"start":{"line":8,"column":108},"end":{"line":8,"column":110}} ), depth0))
    + "</span>";
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<td"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"outcomes"),{"name":"if","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":18},"end":{"line":9,"column":64}}})) != null ? stack1 : "")
    + ">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"outcomes"),{"name":"each","hash":{},"fn":container.program(7, data, 0),"inverse":container.program(9, data, 0),"data":data,"loc":{"start":{"line":9,"column":65},"end":{"line":9,"column":301}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"evidence"),{"name":"if","hash":{},"fn":container.program(10, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":10,"column":235}}})) != null ? stack1 : "")
    + "</td>";
},"6":function(container,depth0,helpers,partials,data) {
    return " data-label=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "guard", {"start":{"line":9,"column":49},"end":{"line":9,"column":54}} ), depth0))
    + "\"";
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<a class=\"one under-"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":9,"column":105},"end":{"line":9,"column":112}} ), depth0))
    + "\" href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":9,"column":124},"end":{"line":9,"column":128}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "icon", {"start":{"line":9,"column":184},"end":{"line":9,"column":188}} ), depth0))
    + "\"/></svg>"
    + alias3(alias2(alias1(depth0, "word", {"start":{"line":9,"column":201},"end":{"line":9,"column":205}} ), depth0))
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"many"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":207},"end":{"line":9,"column":236}}})) != null ? stack1 : "")
    + "</a> ";
},"8":function(container,depth0,helpers,partials,data) {
    return " "
    + container.escapeExpression(container.lambda(container.strict(depth0, "count", {"start":{"line":9,"column":222},"end":{"line":9,"column":227}} ), depth0));
},"9":function(container,depth0,helpers,partials,data) {
    return "<span class=\"quiet\">nothing to break</span>";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<details open><summary>Evidence</summary><ul class=\"evidence\">"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"evidence"),{"name":"each","hash":{},"fn":container.program(11, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":10,"column":78},"end":{"line":10,"column":213}}})) != null ? stack1 : "")
    + "</ul></details>";
},"11":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + alias3(alias2(alias1(depth0, "message", {"start":{"line":10,"column":102},"end":{"line":10,"column":109}} ), depth0))
    + " <a href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":10,"column":123},"end":{"line":10,"column":127}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "trial", {"start":{"line":10,"column":133},"end":{"line":10,"column":138}} ), depth0))
    + "</a>"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"calls"),{"name":"each","hash":{},"fn":container.program(12, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":10,"column":144},"end":{"line":10,"column":199}}})) != null ? stack1 : "")
    + "</li>";
},"12":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return " <a href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":10,"column":171},"end":{"line":10,"column":175}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "ref", {"start":{"line":10,"column":181},"end":{"line":10,"column":184}} ), depth0))
    + "</a>";
},"13":function(container,depth0,helpers,partials,data) {
    return "<p class=\"notice\">Not all faults and guards are drawn. The others stand in the trials.</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h2 id=\"_broken\">When the safeguard itself breaks <span class=\"aside\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"broken"),"counts"),{"name":"each","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":70},"end":{"line":1,"column":247}}})) != null ? stack1 : "")
    + "</span></h2>\n<p class=\"lead\">Each guard under each fault that broke it, told from effects. <b>Fails open</b>: something took effect that it must stop. <b>Fails closed</b>: what it would have refused, sound, had no effect. <b>Hangs</b>: a call was never answered. <b>Not exercised</b>: nothing was at stake, so nobody knows.</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"_broken\">\n<table class=\"matrix guards\">\n<thead><tr><th scope=\"col\">Fault</th>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"broken"),"guards"),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":5,"column":37},"end":{"line":5,"column":98}}})) != null ? stack1 : "")
    + "</tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"broken"),"rows"),{"name":"each","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":11,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"broken"),"more"),{"name":"if","hash":{},"fn":container.program(13, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":15,"column":0},"end":{"line":16,"column":7}}})) != null ? stack1 : "");
},"useData":true},
  'cell': {"0":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"path"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.program(2, data, 0),"data":data,"loc":{"start":{"line":1,"column":13},"end":{"line":1,"column":278}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"flaky"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":278},"end":{"line":1,"column":331}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"interval"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":511}}})) != null ? stack1 : "")
    + "\n<span class=\"told\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"told"),{"name":"each","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":19},"end":{"line":3,"column":63}}})) != null ? stack1 : "")
    + "</span>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<a href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":1,"column":36},"end":{"line":1,"column":40}} ), depth0))
    + "\" class=\"one tone-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":1,"column":62},"end":{"line":1,"column":66}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":1,"column":122},"end":{"line":1,"column":126}} ), depth0))
    + "\"/></svg>"
    + alias3(alias2(alias1(depth0, "word", {"start":{"line":1,"column":139},"end":{"line":1,"column":143}} ), depth0))
    + "</a>";
},"2":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<span class=\"one tone-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":1,"column":181},"end":{"line":1,"column":185}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":1,"column":241},"end":{"line":1,"column":245}} ), depth0))
    + "\"/></svg>"
    + alias3(alias2(alias1(depth0, "word", {"start":{"line":1,"column":258},"end":{"line":1,"column":262}} ), depth0))
    + "</span>";
},"3":function(container,depth0,helpers,partials,data) {
    return " <span class=\"flaky\">flaky</span>";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<span class=\"interval\"><svg width=\"96\" height=\"8\" aria-hidden=\"true\"><rect class=\"rail\" x=\"0\" y=\"3\" width=\"96\" height=\"2\"/><svg x=\"0\" y=\"0\" width=\"96\" height=\"8\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\"><rect class=\"span\" x=\""
    + alias3(alias2(alias1(lookupProperty(depth0,"interval"), "x", {"start":{"line":2,"column":249},"end":{"line":2,"column":259}} ), depth0))
    + "\" y=\"2\" width=\""
    + alias3(alias2(alias1(lookupProperty(depth0,"interval"), "width", {"start":{"line":2,"column":278},"end":{"line":2,"column":292}} ), depth0))
    + "\" height=\"4\"/></svg><svg x=\"0\" y=\"0\" width=\"96\" height=\"8\"><rect class=\"point\" x=\""
    + alias3(alias2(alias1(lookupProperty(depth0,"interval"), "at", {"start":{"line":2,"column":378},"end":{"line":2,"column":389}} ), depth0))
    + "%\" y=\"0\" width=\"2\" height=\"8\"/></svg></svg>"
    + alias3(alias2(alias1(lookupProperty(depth0,"interval"), "text", {"start":{"line":2,"column":436},"end":{"line":2,"column":449}} ), depth0))
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"interval"),"hat"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":451},"end":{"line":2,"column":497}}})) != null ? stack1 : "")
    + "</span>";
},"5":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return " · "
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"interval"), "hat", {"start":{"line":2,"column":476},"end":{"line":2,"column":488}} ), depth0));
},"6":function(container,depth0,helpers,partials,data) {
    return "<span>"
    + container.escapeExpression(container.lambda(depth0, depth0))
    + "</span>";
},"7":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<span class=\"quiet\">"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(data,"root"), "absent", {"start":{"line":4,"column":30},"end":{"line":4,"column":42}} ), depth0))
    + "</span>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"worst"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(7, data, 0),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":4,"column":58}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
  'coverage': {"0":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.strict, alias3=container.lambda, alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"first"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":8,"column":3},"end":{"line":8,"column":37}}})) != null ? stack1 : "")
    + "><th scope=\"row\">"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"first"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":8,"column":54},"end":{"line":8,"column":117}}})) != null ? stack1 : "")
    + "<span class=\"variant\"><code>"
    + alias4(alias3(alias2(depth0, "target", {"start":{"line":8,"column":147},"end":{"line":8,"column":153}} ), depth0))
    + "</code> <span class=\"quiet\">"
    + alias4(alias3(alias2(depth0, "access", {"start":{"line":8,"column":185},"end":{"line":8,"column":191}} ), depth0))
    + "</span></span></th><td class=\"number\" data-label=\"Met\">"
    + alias4(alias3(alias2(depth0, "count", {"start":{"line":8,"column":250},"end":{"line":8,"column":255}} ), depth0))
    + "</td><td class=\"prose\" data-label=\"Faults that were met\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"met"),{"name":"each","hash":{},"fn":container.program(3, data, 0),"inverse":container.program(4, data, 0),"data":data,"loc":{"start":{"line":8,"column":314},"end":{"line":8,"column":420}}})) != null ? stack1 : "")
    + "</td><td class=\"prose\" data-label=\"Open\">"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"openCount"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.program(4, data, 0),"data":data,"loc":{"start":{"line":8,"column":461},"end":{"line":8,"column":632}}})) != null ? stack1 : "")
    + "</td></tr>\n";
},"1":function(container,depth0,helpers,partials,data) {
    return " class=\"first\"";
},"2":function(container,depth0,helpers,partials,data) {
    return "<span class=\"scenario\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "scenario", {"start":{"line":8,"column":92},"end":{"line":8,"column":100}} ), depth0))
    + "</span> ";
},"3":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<a class=\"one\" href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":8,"column":350},"end":{"line":8,"column":354}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "fault", {"start":{"line":8,"column":360},"end":{"line":8,"column":365}} ), depth0))
    + "</a> ";
},"4":function(container,depth0,helpers,partials,data) {
    return "<span class=\"quiet\">none</span>";
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<details><summary>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "openCount", {"start":{"line":8,"column":498},"end":{"line":8,"column":507}} ), depth0))
    + "</summary>"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"open"),{"name":"each","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":8,"column":519},"end":{"line":8,"column":576}}})) != null ? stack1 : "")
    + "</details>";
},"6":function(container,depth0,helpers,partials,data) {
    return "<span class=\"one\">"
    + container.escapeExpression(container.lambda(depth0, depth0))
    + "</span> ";
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h2>Planned, and delivered in no trial</h2>\n<ul class=\"evidence\">"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"coverage"),"undelivered"),{"name":"each","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":15,"column":21},"end":{"line":15,"column":204}}})) != null ? stack1 : "")
    + "</ul>\n";
},"8":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<li><b>"
    + alias3(alias2(alias1(depth0, "fault", {"start":{"line":15,"column":60},"end":{"line":15,"column":65}} ), depth0))
    + "</b> on <code>"
    + alias3(alias2(alias1(depth0, "on", {"start":{"line":15,"column":83},"end":{"line":15,"column":85}} ), depth0))
    + "</code>, <a href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":15,"column":107},"end":{"line":15,"column":111}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "scenario", {"start":{"line":15,"column":117},"end":{"line":15,"column":125}} ), depth0))
    + " "
    + alias3(alias2(alias1(depth0, "variant", {"start":{"line":15,"column":130},"end":{"line":15,"column":137}} ), depth0))
    + "</a>: "
    + alias3(alias2(alias1(depth0, "why", {"start":{"line":15,"column":147},"end":{"line":15,"column":150}} ), depth0))
    + " <span class=\"quiet\">"
    + alias3(alias2(alias1(depth0, "trials", {"start":{"line":15,"column":175},"end":{"line":15,"column":181}} ), depth0))
    + "</span></li>";
},"9":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h2>Guards that decided no call</h2>\n<ul class=\"evidence\">"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"coverage"),"undecided"),{"name":"each","hash":{},"fn":container.program(10, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":19,"column":21},"end":{"line":19,"column":200}}})) != null ? stack1 : "")
    + "</ul>\n";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li><b>"
    + alias3(alias2(alias1(depth0, "guard", {"start":{"line":19,"column":58},"end":{"line":19,"column":63}} ), depth0))
    + "</b>, <a href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":19,"column":82},"end":{"line":19,"column":86}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "scenario", {"start":{"line":19,"column":92},"end":{"line":19,"column":100}} ), depth0))
    + "</a>"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"required"),{"name":"if","hash":{},"fn":container.program(11, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":19,"column":106},"end":{"line":19,"column":148}}})) != null ? stack1 : "")
    + " <span class=\"quiet\">"
    + alias3(alias2(alias1(depth0, "trials", {"start":{"line":19,"column":171},"end":{"line":19,"column":177}} ), depth0))
    + "</span></li>";
},"11":function(container,depth0,helpers,partials,data) {
    return ", which requires it";
},"12":function(container,depth0,helpers,partials,data) {
    return "<p class=\"notice\">Not everything is drawn. <code>mettle suggest --json</code> has all of it.</p>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h1>Coverage</h1>\n<p class=\"lead\">Which calls met which faults: "
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"coverage"), "percent", {"start":{"line":2,"column":48},"end":{"line":2,"column":64}} ), depth0))
    + " % of the pairs of a called target and a fault that concerns it. <b>Met</b>: the fault reached such a call in some trial. <b>Open</b>: none did, so nobody knows what the agent does then. <code>mettle suggest</code> names the variants that are missing.</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Faults by target\">\n<table class=\"plain coverage\">\n<thead><tr><th scope=\"col\">Scenario, target</th><th scope=\"col\" class=\"number\">Met</th><th scope=\"col\">Faults that were met</th><th scope=\"col\">Open</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"coverage"),"rows"),{"name":"each","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":9,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"coverage"),"undelivered"),{"name":"if","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":16,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"coverage"),"undecided"),{"name":"if","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":17,"column":0},"end":{"line":20,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"coverage"),"more"),{"name":"if","hash":{},"fn":container.program(12, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":21,"column":124}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
  'drift': {"0":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<div><dt>"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":3,"column":44},"end":{"line":3,"column":48}} ), depth0))
    + "</dt><dd>"
    + alias3(alias2(alias1(depth0, "run", {"start":{"line":3,"column":61},"end":{"line":3,"column":64}} ), depth0))
    + ", "
    + alias3(alias2(alias1(depth0, "startedAt", {"start":{"line":3,"column":70},"end":{"line":3,"column":79}} ), depth0))
    + ", mettle "
    + alias3(alias2(alias1(depth0, "mettle", {"start":{"line":3,"column":92},"end":{"line":3,"column":98}} ), depth0))
    + "</dd></div>";
},"1":function(container,depth0,helpers,partials,data) {
    return "<p class=\"notice\">"
    + container.escapeExpression(container.lambda(depth0, depth0))
    + "</p>";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h2>"
    + alias3(alias2(alias1(depth0, "title", {"start":{"line":6,"column":6},"end":{"line":6,"column":11}} ), depth0))
    + " <span class=\"aside\">"
    + alias3(alias2(alias1(depth0, "pairs", {"start":{"line":6,"column":36},"end":{"line":6,"column":41}} ), depth0))
    + ", "
    + alias3(alias2(alias1(depth0, "identical", {"start":{"line":6,"column":47},"end":{"line":6,"column":56}} ), depth0))
    + " the same step by step</span></h2>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"flipped"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":10,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"regressed"),{"name":"if","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":14,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"loud"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":15,"column":0},"end":{"line":25,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"quiet"),{"name":"if","hash":{},"fn":container.program(10, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":26,"column":0},"end":{"line":37,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"moreFigures"),{"name":"if","hash":{},"fn":container.program(11, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":38,"column":0},"end":{"line":38,"column":132}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"models"),{"name":"if","hash":{},"fn":container.program(12, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":39,"column":0},"end":{"line":42,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(lookupProperty(depth0,"actions"),"rows"),{"name":"if","hash":{},"fn":container.program(14, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":43,"column":0},"end":{"line":57,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"steps"),{"name":"if","hash":{},"fn":container.program(22, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":58,"column":0},"end":{"line":69,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"lost"),{"name":"if","hash":{},"fn":container.program(25, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":70,"column":0},"end":{"line":73,"column":7}}})) != null ? stack1 : "");
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h3>Passed and fails now</h3>\n<ul class=\"named\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"flipped"),{"name":"each","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":18},"end":{"line":9,"column":174}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"moreFlipped"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":174},"end":{"line":9,"column":243}}})) != null ? stack1 : "")
    + "</ul>\n";
},"4":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<li><svg class=\"icon tone-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":9,"column":63},"end":{"line":9,"column":67}} ), depth0))
    + "\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":9,"column":105},"end":{"line":9,"column":109}} ), depth0))
    + "\"/></svg><b>"
    + alias3(alias2(alias1(depth0, "scenario", {"start":{"line":9,"column":125},"end":{"line":9,"column":133}} ), depth0))
    + "</b> "
    + alias3(alias2(alias1(depth0, "variant", {"start":{"line":9,"column":142},"end":{"line":9,"column":149}} ), depth0))
    + ": "
    + alias3(alias2(alias1(depth0, "how", {"start":{"line":9,"column":155},"end":{"line":9,"column":158}} ), depth0))
    + "</li>";
},"5":function(container,depth0,helpers,partials,data) {
    return "<li class=\"quiet\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "moreFlipped", {"start":{"line":9,"column":213},"end":{"line":9,"column":224}} ), depth0))
    + " more</li>";
},"6":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h3>Regressed</h3>\n<ul class=\"named\">"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"regressed"),{"name":"each","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":18},"end":{"line":13,"column":163}}})) != null ? stack1 : "")
    + "</ul>\n";
},"7":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<li><svg class=\"icon tone-failed\" aria-hidden=\"true\"><use href=\"#_failed\"/></svg><b>"
    + alias3(alias2(alias1(depth0, "scenario", {"start":{"line":13,"column":123},"end":{"line":13,"column":131}} ), depth0))
    + "</b> "
    + alias3(alias2(alias1(depth0, "figures", {"start":{"line":13,"column":140},"end":{"line":13,"column":147}} ), depth0))
    + "</li>";
},"8":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Differences, "
    + container.escapeExpression(container.lambda(container.strict(depth0, "title", {"start":{"line":16,"column":74},"end":{"line":16,"column":79}} ), depth0))
    + "\">\n<table class=\"plain forest\">\n<caption>Head less base, each figure on a scale of its own</caption>\n<thead><tr><th scope=\"col\">Figure, scenario</th><th scope=\"col\">Verdict</th><th scope=\"col\" class=\"number\">Base</th><th scope=\"col\" class=\"number\">Head</th><th scope=\"col\" colspan=\"2\">Difference, 95 % interval</th><th scope=\"col\" class=\"number\">Adjusted p</th><th scope=\"col\" class=\"number\">Pairs</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"loud"),{"name":"each","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":21,"column":39}}})) != null ? stack1 : "")
    + "\n</tbody>\n</table>\n</div>\n";
},"9":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"forest-row"),depth0,{"name":"forest-row","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<details class=\"fold\"><summary>"
    + alias3(alias2(alias1(depth0, "quietCount", {"start":{"line":27,"column":33},"end":{"line":27,"column":43}} ), depth0))
    + " unchanged or inconclusive</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Differences that decide nothing, "
    + alias3(alias2(alias1(depth0, "title", {"start":{"line":28,"column":94},"end":{"line":28,"column":99}} ), depth0))
    + "\">\n<table class=\"plain forest\">\n<thead><tr><th scope=\"col\">Figure, scenario</th><th scope=\"col\">Verdict</th><th scope=\"col\" class=\"number\">Base</th><th scope=\"col\" class=\"number\">Head</th><th scope=\"col\" colspan=\"2\">Difference, 95 % interval</th><th scope=\"col\" class=\"number\">Adjusted p</th><th scope=\"col\" class=\"number\">Pairs</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"quiet"),{"name":"each","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":32,"column":0},"end":{"line":32,"column":40}}})) != null ? stack1 : "")
    + "\n</tbody>\n</table>\n</div>\n</details>\n";
},"11":function(container,depth0,helpers,partials,data) {
    return "<p class=\"notice\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "moreFigures", {"start":{"line":38,"column":39},"end":{"line":38,"column":50}} ), depth0))
    + " more figures are not drawn. \"mettle compare --json\" writes them all.</p>";
},"12":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h3>What each model took</h3>\n<ul class=\"named\">"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"models"),{"name":"each","hash":{},"fn":container.program(13, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":41,"column":18},"end":{"line":41,"column":84}}})) != null ? stack1 : "")
    + "</ul>\n";
},"13":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<li><code>"
    + alias3(alias2(alias1(depth0, "model", {"start":{"line":41,"column":46},"end":{"line":41,"column":51}} ), depth0))
    + "</code> "
    + alias3(alias2(alias1(depth0, "sides", {"start":{"line":41,"column":63},"end":{"line":41,"column":68}} ), depth0))
    + "</li>";
},"14":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h3>What both sides did, by kind of action</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Actions, "
    + container.escapeExpression(container.lambda(container.strict(depth0, "title", {"start":{"line":45,"column":70},"end":{"line":45,"column":75}} ), depth0))
    + "\">\n<table class=\"plain deeds\">\n<caption>In the trials that were compared, base → head</caption>\n<thead><tr><th scope=\"col\">Action</th><th scope=\"col\" class=\"number\">Calls</th><th scope=\"col\" class=\"number\">Success</th><th scope=\"col\" class=\"number\">Error</th><th scope=\"col\" class=\"number\">Denied</th><th scope=\"col\" class=\"number\">Approval rejected</th><th scope=\"col\" class=\"number\">Retries</th><th scope=\"col\" class=\"number\">Cost a trial</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"actions"),"rows"),{"name":"each","hash":{},"fn":container.program(15, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":50,"column":0},"end":{"line":51,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"actions"),"unknown"),{"name":"if","hash":{},"fn":container.program(20, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":55,"column":0},"end":{"line":55,"column":101}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"actions"),"more"),{"name":"if","hash":{},"fn":container.program(21, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":56,"column":0},"end":{"line":56,"column":101}}})) != null ? stack1 : "")
    + "\n";
},"15":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><th scope=\"row\">"
    + alias3(alias2(alias1(depth0, "action", {"start":{"line":50,"column":44},"end":{"line":50,"column":50}} ), depth0))
    + " <span class=\"settings\">"
    + alias3(alias2(alias1(depth0, "access", {"start":{"line":50,"column":78},"end":{"line":50,"column":84}} ), depth0))
    + "</span></th>"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"cells"),{"name":"each","hash":{},"fn":container.program(16, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":50,"column":98},"end":{"line":50,"column":247}}})) != null ? stack1 : "")
    + "</tr>\n";
},"16":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<td class=\"number"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"same"),{"name":"if","hash":{},"fn":container.program(17, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":50,"column":130},"end":{"line":50,"column":155}}})) != null ? stack1 : "")
    + "\" data-label=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "name", {"start":{"line":50,"column":171},"end":{"line":50,"column":175}} ), depth0))
    + "\">"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"same"),{"name":"if","hash":{},"fn":container.program(18, data, 0),"inverse":container.program(19, data, 0),"data":data,"loc":{"start":{"line":50,"column":179},"end":{"line":50,"column":233}}})) != null ? stack1 : "")
    + "</td>";
},"17":function(container,depth0,helpers,partials,data) {
    return " quiet";
},"18":function(container,depth0,helpers,partials,data) {
    return container.escapeExpression(container.lambda(container.strict(depth0, "base", {"start":{"line":50,"column":193},"end":{"line":50,"column":197}} ), depth0));
},"19":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return alias3(alias2(alias1(depth0, "base", {"start":{"line":50,"column":209},"end":{"line":50,"column":213}} ), depth0))
    + " → "
    + alias3(alias2(alias1(depth0, "head", {"start":{"line":50,"column":220},"end":{"line":50,"column":224}} ), depth0));
},"20":function(container,depth0,helpers,partials,data) {
    return "<p class=\"notice\">The base is a reference run: it keeps no actions.</p>";
},"21":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"notice\">"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"actions"), "more", {"start":{"line":56,"column":40},"end":{"line":56,"column":52}} ), depth0))
    + " more kinds of action are not drawn.</p>";
},"22":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h3>The first step apart"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"stepsOf"),{"name":"if","hash":{},"fn":container.program(23, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":59,"column":24},"end":{"line":59,"column":85}}})) != null ? stack1 : "")
    + "</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"First steps apart, "
    + container.escapeExpression(container.lambda(container.strict(depth0, "title", {"start":{"line":60,"column":80},"end":{"line":60,"column":85}} ), depth0))
    + "\">\n<table class=\"plain steps-apart\">\n<thead><tr><th scope=\"col\">Base</th><th scope=\"col\">Head</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"steps"),{"name":"each","hash":{},"fn":container.program(24, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":64,"column":0},"end":{"line":65,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n";
},"23":function(container,depth0,helpers,partials,data) {
    return " <span class=\"aside\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "stepsOf", {"start":{"line":59,"column":62},"end":{"line":59,"column":69}} ), depth0))
    + "</span>";
},"24":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><td class=\"prose\" data-label=\"Base\">"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"side"),lookupProperty(depth0,"base"),{"name":"side","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "<span class=\"line\">"
    + alias3(alias2(alias1(lookupProperty(depth0,"base"), "step", {"start":{"line":64,"column":91},"end":{"line":64,"column":100}} ), depth0))
    + "</span></td><td class=\"prose\" data-label=\"Head\">"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"side"),lookupProperty(depth0,"head"),{"name":"side","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "<span class=\"line\">"
    + alias3(alias2(alias1(lookupProperty(depth0,"head"), "step", {"start":{"line":64,"column":186},"end":{"line":64,"column":195}} ), depth0))
    + "</span></td></tr>\n";
},"25":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h3>Passed by the base, not by the head</h3>\n<ul class=\"evidence\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"lost"),{"name":"each","hash":{},"fn":container.program(26, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":72,"column":21},"end":{"line":72,"column":116}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"more"),{"name":"if","hash":{},"fn":container.program(27, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":72,"column":116},"end":{"line":72,"column":171}}})) != null ? stack1 : "")
    + "</ul>\n";
},"26":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"side"),lookupProperty(depth0,"head"),{"name":"side","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + " <span class=\"quiet\">base</span> "
    + ((stack1 = container.invokePartial(lookupProperty(partials,"side"),lookupProperty(depth0,"base"),{"name":"side","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</li>";
},"27":function(container,depth0,helpers,partials,data) {
    return "<li class=\"quiet\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "more", {"start":{"line":72,"column":148},"end":{"line":72,"column":152}} ), depth0))
    + " more</li>";
},"28":function(container,depth0,helpers,partials,data) {
    return "<p class=\"notice\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "moreContests", {"start":{"line":75,"column":40},"end":{"line":75,"column":52}} ), depth0))
    + " more pairs of agents are not drawn. \"mettle compare --json\" writes them all.</p>";
},"29":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h2 id=\"_not-compared\">Not compared <span class=\"aside\">"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"notCompared"), "trials", {"start":{"line":77,"column":58},"end":{"line":77,"column":76}} ), depth0))
    + "</span></h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"_not-compared\">\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">Scenario, variant</th><th scope=\"col\">Agent</th><th scope=\"col\" class=\"number\">Trials</th><th scope=\"col\">Why</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"notCompared"),"rows"),{"name":"each","hash":{},"fn":container.program(30, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":82,"column":0},"end":{"line":83,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"notCompared"),"more"),{"name":"if","hash":{},"fn":container.program(31, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":87,"column":0},"end":{"line":87,"column":99}}})) != null ? stack1 : "")
    + "\n";
},"30":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<tr><th scope=\"row\">"
    + alias3(alias2(alias1(depth0, "scenario", {"start":{"line":82,"column":48},"end":{"line":82,"column":56}} ), depth0))
    + " <span class=\"settings\">"
    + alias3(alias2(alias1(depth0, "variant", {"start":{"line":82,"column":84},"end":{"line":82,"column":91}} ), depth0))
    + "</span></th><td data-label=\"Agent\">"
    + alias3(alias2(alias1(depth0, "contestant", {"start":{"line":82,"column":130},"end":{"line":82,"column":140}} ), depth0))
    + "</td><td class=\"number\" data-label=\"Trials\">"
    + alias3(alias2(alias1(depth0, "trials", {"start":{"line":82,"column":188},"end":{"line":82,"column":194}} ), depth0))
    + "</td><td class=\"prose\" data-label=\"Why\">"
    + alias3(alias2(alias1(depth0, "why", {"start":{"line":82,"column":238},"end":{"line":82,"column":241}} ), depth0))
    + "</td></tr>\n";
},"31":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"notice\">"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"notCompared"), "more", {"start":{"line":87,"column":44},"end":{"line":87,"column":60}} ), depth0))
    + " more lines are not drawn.</p>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h1 class=\"tone-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":1,"column":18},"end":{"line":1,"column":22}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":1,"column":78},"end":{"line":1,"column":82}} ), depth0))
    + "\"/></svg>Drift: "
    + alias3(alias2(alias1(depth0, "word", {"start":{"line":1,"column":102},"end":{"line":1,"column":106}} ), depth0))
    + "</h1>\n<p class=\"why\">"
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":2,"column":17},"end":{"line":2,"column":23}} ), depth0))
    + "</p>\n<dl class=\"facts\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"sides"),{"name":"each","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":18},"end":{"line":3,"column":120}}})) != null ? stack1 : "")
    + "</dl>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"warnings"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":0},"end":{"line":4,"column":57}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"contests"),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":74,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"moreContests"),{"name":"if","hash":{},"fn":container.program(28, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":75,"column":0},"end":{"line":75,"column":142}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(lookupProperty(depth0,"notCompared"),"rows"),{"name":"if","hash":{},"fn":container.program(29, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":76,"column":0},"end":{"line":88,"column":7}}})) != null ? stack1 : "");
},"usePartial":true,"useData":true},
  'forest-row': {"0":function(container,depth0,helpers,partials,data) {
    return " class=\"whole\"";
},"1":function(container,depth0,helpers,partials,data) {
    return "<span class=\"told\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "needed", {"start":{"line":1,"column":315},"end":{"line":1,"column":321}} ), depth0))
    + "</span>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.strict, alias3=container.lambda, alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"whole"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":3},"end":{"line":1,"column":37}}})) != null ? stack1 : "")
    + "><th scope=\"row\"><span class=\"measure\">"
    + alias4(alias3(alias2(depth0, "measure", {"start":{"line":1,"column":78},"end":{"line":1,"column":85}} ), depth0))
    + "</span> <span class=\"settings\">"
    + alias4(alias3(alias2(depth0, "scenario", {"start":{"line":1,"column":120},"end":{"line":1,"column":128}} ), depth0))
    + "</span></th><td data-label=\"Verdict\"><span class=\"tone-"
    + alias4(alias3(alias2(depth0, "tone", {"start":{"line":1,"column":187},"end":{"line":1,"column":191}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias4(alias3(alias2(depth0, "tone", {"start":{"line":1,"column":247},"end":{"line":1,"column":251}} ), depth0))
    + "\"/></svg>"
    + alias4(alias3(alias2(depth0, "verdict", {"start":{"line":1,"column":264},"end":{"line":1,"column":271}} ), depth0))
    + "</span>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"needed"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":280},"end":{"line":1,"column":337}}})) != null ? stack1 : "")
    + "</td><td class=\"number\" data-label=\"Base\">"
    + alias4(alias3(alias2(depth0, "base", {"start":{"line":1,"column":381},"end":{"line":1,"column":385}} ), depth0))
    + "</td><td class=\"number\" data-label=\"Head\">"
    + alias4(alias3(alias2(depth0, "head", {"start":{"line":1,"column":431},"end":{"line":1,"column":435}} ), depth0))
    + "</td><td class=\"drawn\"><svg width=\"220\" height=\"16\" aria-hidden=\"true\"><line class=\"zero-line\" x1=\"50%\" x2=\"50%\" y1=\"0\" y2=\"16\"/><rect class=\"fill-"
    + alias4(alias3(alias2(depth0, "tone", {"start":{"line":1,"column":586},"end":{"line":1,"column":590}} ), depth0))
    + "\" x=\""
    + alias4(alias3(alias2(depth0, "from", {"start":{"line":1,"column":599},"end":{"line":1,"column":603}} ), depth0))
    + "%\" y=\"7\" width=\""
    + alias4(alias3(alias2(depth0, "width", {"start":{"line":1,"column":623},"end":{"line":1,"column":628}} ), depth0))
    + "%\" height=\"2\"/><svg class=\"tone-"
    + alias4(alias3(alias2(depth0, "tone", {"start":{"line":1,"column":664},"end":{"line":1,"column":668}} ), depth0))
    + "\" x=\""
    + alias4(alias3(alias2(depth0, "at", {"start":{"line":1,"column":677},"end":{"line":1,"column":679}} ), depth0))
    + "%\" y=\"8\" overflow=\"visible\"><path class=\"diamond\" d=\"M0-5 5 0 0 5-5 0z\"/></svg></svg></td><td class=\"prose\" data-label=\"Difference, 95 % interval\">"
    + alias4(alias3(alias2(depth0, "difference", {"start":{"line":1,"column":830},"end":{"line":1,"column":840}} ), depth0))
    + " <span class=\"quiet\">"
    + alias4(alias3(alias2(depth0, "interval", {"start":{"line":1,"column":865},"end":{"line":1,"column":873}} ), depth0))
    + "</span></td><td class=\"number\" data-label=\"Adjusted p\">"
    + alias4(alias3(alias2(depth0, "adjusted", {"start":{"line":1,"column":932},"end":{"line":1,"column":940}} ), depth0))
    + "</td><td class=\"number\" data-label=\"Pairs\">"
    + alias4(alias3(alias2(depth0, "pairs", {"start":{"line":1,"column":987},"end":{"line":1,"column":992}} ), depth0))
    + "</td></tr>\n";
},"useData":true},
  'guards': {"0":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"lead\">What each safeguard came to with each agent. <b>Held</b>: it decided calls, and no effect broke its rule. <b>Bypassed</b>: an effect broke its rule. <b>Not exercised</b>: it had nothing to decide. <b>False alarm</b>: it denied a call that is legitimate.</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Guards by agent\">\n<table class=\"matrix guards\">\n<thead><tr><th scope=\"col\">Guard</th>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"guards"),"agents"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":37},"end":{"line":6,"column":98}}})) != null ? stack1 : "")
    + "</tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"guards"),"rows"),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":13,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"guards"),"more"),{"name":"if","hash":{},"fn":container.program(14, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":17,"column":0},"end":{"line":18,"column":7}}})) != null ? stack1 : "");
},"1":function(container,depth0,helpers,partials,data) {
    return "<th scope=\"col\">"
    + container.escapeExpression(container.lambda(depth0, depth0))
    + "</th>";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr class=\"first\"><th scope=\"row\"><span class=\"scenario\">"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":9,"column":59},"end":{"line":9,"column":63}} ), depth0))
    + "</span> <span class=\"variant\">"
    + alias3(alias2(alias1(depth0, "mode", {"start":{"line":9,"column":97},"end":{"line":9,"column":101}} ), depth0))
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"required"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":103},"end":{"line":9,"column":136}}})) != null ? stack1 : "")
    + "</span></th>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"cells"),{"name":"each","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":12,"column":326}}})) != null ? stack1 : "")
    + "</tr>\n";
},"3":function(container,depth0,helpers,partials,data) {
    return ", required";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<td"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"outcomes"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":10,"column":18},"end":{"line":10,"column":64}}})) != null ? stack1 : "")
    + ">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"outcomes"),{"name":"each","hash":{},"fn":container.program(6, data, 0),"inverse":container.program(7, data, 0),"data":data,"loc":{"start":{"line":10,"column":65},"end":{"line":10,"column":280}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"deeds"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":11,"column":114}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"evidence"),{"name":"if","hash":{},"fn":container.program(10, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":12,"column":312}}})) != null ? stack1 : "")
    + "</td>";
},"5":function(container,depth0,helpers,partials,data) {
    return " data-label=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "agent", {"start":{"line":10,"column":49},"end":{"line":10,"column":54}} ), depth0))
    + "\"";
},"6":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<a class=\"one guard-"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":10,"column":105},"end":{"line":10,"column":112}} ), depth0))
    + "\" href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":10,"column":124},"end":{"line":10,"column":128}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "icon", {"start":{"line":10,"column":184},"end":{"line":10,"column":188}} ), depth0))
    + "\"/></svg>"
    + alias3(alias2(alias1(depth0, "word", {"start":{"line":10,"column":201},"end":{"line":10,"column":205}} ), depth0))
    + " "
    + alias3(alias2(alias1(depth0, "count", {"start":{"line":10,"column":210},"end":{"line":10,"column":215}} ), depth0))
    + "</a> ";
},"7":function(container,depth0,helpers,partials,data) {
    return "<span class=\"quiet\">not part of it</span>";
},"8":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<span class=\"told\">"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"deeds"),{"name":"each","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":32},"end":{"line":11,"column":100}}})) != null ? stack1 : "")
    + "</span>";
},"9":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<span><a href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":11,"column":64},"end":{"line":11,"column":68}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "text", {"start":{"line":11,"column":74},"end":{"line":11,"column":78}} ), depth0))
    + "</a></span>";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<details><summary>Evidence</summary><ul class=\"evidence\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"evidence"),{"name":"each","hash":{},"fn":container.program(11, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":73},"end":{"line":12,"column":208}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"more"),{"name":"if","hash":{},"fn":container.program(13, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":208},"end":{"line":12,"column":290}}})) != null ? stack1 : "")
    + "</ul></details>";
},"11":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + alias3(alias2(alias1(depth0, "message", {"start":{"line":12,"column":97},"end":{"line":12,"column":104}} ), depth0))
    + " <a href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":12,"column":118},"end":{"line":12,"column":122}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "trial", {"start":{"line":12,"column":128},"end":{"line":12,"column":133}} ), depth0))
    + "</a>"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"calls"),{"name":"each","hash":{},"fn":container.program(12, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":139},"end":{"line":12,"column":194}}})) != null ? stack1 : "")
    + "</li>";
},"12":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return " <a href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":12,"column":166},"end":{"line":12,"column":170}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "ref", {"start":{"line":12,"column":176},"end":{"line":12,"column":179}} ), depth0))
    + "</a>";
},"13":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<li><a href=\""
    + alias3(alias2(alias1(depth0, "morePath", {"start":{"line":12,"column":235},"end":{"line":12,"column":243}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "more", {"start":{"line":12,"column":249},"end":{"line":12,"column":253}} ), depth0))
    + " more in the trials</a></li>";
},"14":function(container,depth0,helpers,partials,data) {
    return "<p class=\"notice\">Not all guards and agents are drawn. The others stand in the trials.</p>\n";
},"15":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"broken"),depth0,{"name":"broken","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"16":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"mutants"),depth0,{"name":"mutants","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"17":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h2>Beside this run</h2>\n<p class=\"lead\">What other commands found of safeguards, on pages of their own.</p>\n<ul class=\"evidence\">"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"beside"),{"name":"each","hash":{},"fn":container.program(18, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":29,"column":21},"end":{"line":29,"column":123}}})) != null ? stack1 : "")
    + "</ul>\n";
},"18":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<li><a href=\""
    + alias3(alias2(alias1(depth0, "href", {"start":{"line":29,"column":52},"end":{"line":29,"column":56}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "title", {"start":{"line":29,"column":62},"end":{"line":29,"column":67}} ), depth0))
    + "</a> <span class=\"quiet\">"
    + alias3(alias2(alias1(depth0, "href", {"start":{"line":29,"column":96},"end":{"line":29,"column":100}} ), depth0))
    + "</span></li>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h1>Guards</h1>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"guards"),"any"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":19,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"broken"),"any"),{"name":"if","hash":{},"fn":container.program(15, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":0},"end":{"line":22,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"mutants"),"any"),{"name":"if","hash":{},"fn":container.program(16, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":23,"column":0},"end":{"line":25,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"beside"),{"name":"if","hash":{},"fn":container.program(17, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":26,"column":0},"end":{"line":30,"column":7}}})) != null ? stack1 : "");
},"usePartial":true,"useData":true},
  'list': {"0":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<label class=\"tick\"><input type=\"checkbox\" name=\"verdict\" value=\""
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":5,"column":93},"end":{"line":5,"column":100}} ), depth0))
    + "\"><svg class=\"icon tone-"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":5,"column":128},"end":{"line":5,"column":135}} ), depth0))
    + "\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":5,"column":173},"end":{"line":5,"column":180}} ), depth0))
    + "\"/></svg>"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":5,"column":193},"end":{"line":5,"column":200}} ), depth0))
    + " <span class=\"count\">"
    + alias3(alias2(alias1(depth0, "count", {"start":{"line":5,"column":225},"end":{"line":5,"column":230}} ), depth0))
    + "</span></label>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<label class=\"pick\">"
    + alias3(alias2(alias1(depth0, "label", {"start":{"line":8,"column":45},"end":{"line":8,"column":50}} ), depth0))
    + " <select name=\""
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":8,"column":69},"end":{"line":8,"column":73}} ), depth0))
    + "\"><option value=\"\">any</option>"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"values"),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":8,"column":106},"end":{"line":8,"column":173}}})) != null ? stack1 : "")
    + "</select></label>\n";
},"2":function(container,depth0,helpers,partials,data) {
    var alias1=container.lambda, alias2=container.escapeExpression;

  return "<option value=\""
    + alias2(alias1(depth0, depth0))
    + "\">"
    + alias2(alias1(depth0, depth0))
    + "</option>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h1>Trials <span class=\"aside\" id=\"_shown\"></span></h1>\n<form class=\"filters\" role=\"search\" aria-label=\"Filter the trials\" id=\"_filters\">\n<label class=\"search\"><span class=\"unseen\">Search names, reasons and traces</span><input name=\"q\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" placeholder=\"Search names, reasons and traces\"><kbd aria-hidden=\"true\">/</kbd></label>\n<fieldset><legend class=\"unseen\">Verdict</legend>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"choices"),"verdicts"),{"name":"each","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":6,"column":9}}})) != null ? stack1 : "")
    + "</fieldset>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"choices"),"lists"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":9,"column":9}}})) != null ? stack1 : "")
    + "<a class=\"only\" href=\"#/trials?verdict=error%2Cfailed\">Failed only</a>\n<button type=\"reset\">Clear</button>\n</form>\n<p class=\"notice\" id=\"_note\" hidden></p>\n<ol class=\"list\" id=\"_list\"></ol>\n<p class=\"quiet\" id=\"_none\" hidden>No trial fits these filters.</p>\n<button type=\"button\" id=\"_more\" hidden>Show more</button>\n";
},"useData":true},
  'matrix-row': {"0":function(container,depth0,helpers,partials,data) {
    return "first";
},"1":function(container,depth0,helpers,partials,data) {
    return " fine";
},"2":function(container,depth0,helpers,partials,data) {
    return "<span class=\"scenario\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "scenario", {"start":{"line":1,"column":116},"end":{"line":1,"column":124}} ), depth0))
    + "</span>";
},"3":function(container,depth0,helpers,partials,data) {
    return "<span class=\"unseen\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "scenario", {"start":{"line":1,"column":164},"end":{"line":1,"column":172}} ), depth0))
    + "</span>";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<td"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"worst"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":18},"end":{"line":2,"column":61}}})) != null ? stack1 : "")
    + ">"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"cell"),depth0,{"name":"cell","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</td>";
},"5":function(container,depth0,helpers,partials,data) {
    return " data-label=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "agent", {"start":{"line":2,"column":46},"end":{"line":2,"column":51}} ), depth0))
    + "\"";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr class=\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"first"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":11},"end":{"line":1,"column":36}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"fine"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":36},"end":{"line":1,"column":60}}})) != null ? stack1 : "")
    + "\"><th scope=\"row\">"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"first"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.program(3, data, 0),"data":data,"loc":{"start":{"line":1,"column":78},"end":{"line":1,"column":188}}})) != null ? stack1 : "")
    + " <span class=\"variant\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "variant", {"start":{"line":1,"column":213},"end":{"line":1,"column":220}} ), depth0))
    + "</span></th>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"cells"),{"name":"each","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":86}}})) != null ? stack1 : "")
    + "</tr>\n";
},"usePartial":true,"useData":true},
  'matrix-whole': {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<td"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"worst"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":18},"end":{"line":2,"column":61}}})) != null ? stack1 : "")
    + ">"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"cell"),depth0,{"name":"cell","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</td>";
},"1":function(container,depth0,helpers,partials,data) {
    return " data-label=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "agent", {"start":{"line":2,"column":46},"end":{"line":2,"column":51}} ), depth0))
    + "\"";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr class=\"whole\"><th scope=\"row\"><span class=\"scenario\">All trials</span></th>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"whole"),{"name":"each","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":86}}})) != null ? stack1 : "")
    + "</tr>\n";
},"usePartial":true,"useData":true},
  'mutants': {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<ol class=\"causes\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"mutants"),"survivors"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":10,"column":9}}})) != null ? stack1 : "")
    + "</ol>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<li class=\"cause edge-failed\"><p><span class=\"verdict tone-failed\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_failed\"/></svg>"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":6,"column":134},"end":{"line":6,"column":141}} ), depth0))
    + "</span> <b>"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":6,"column":156},"end":{"line":6,"column":160}} ), depth0))
    + "</b> <span class=\"quiet\">"
    + alias3(alias2(alias1(depth0, "seat", {"start":{"line":6,"column":189},"end":{"line":6,"column":193}} ), depth0))
    + "</span></p>\n<p class=\"said\">"
    + alias3(alias2(alias1(depth0, "describe", {"start":{"line":7,"column":18},"end":{"line":7,"column":26}} ), depth0))
    + "</p>\n<p class=\"quiet\">"
    + alias3(alias2(alias1(depth0, "seen", {"start":{"line":8,"column":19},"end":{"line":8,"column":23}} ), depth0))
    + "</p>\n<p>Wanted: "
    + alias3(alias2(alias1(depth0, "wanted", {"start":{"line":9,"column":13},"end":{"line":9,"column":19}} ), depth0))
    + "</p></li>\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<details class=\"fold\">\n<summary><svg class=\"icon tone-passed\" aria-hidden=\"true\"><use href=\"#_passed\"/></svg>"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"mutants"), "killedCount", {"start":{"line":15,"column":88},"end":{"line":15,"column":107}} ), depth0))
    + " killed</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Mutants that were killed\">\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">Mutant</th><th scope=\"col\">Guard</th><th scope=\"col\">What is loose</th><th scope=\"col\">What told it apart</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"mutants"),"killed"),{"name":"each","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":0},"end":{"line":22,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n</details>\n";
},"3":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<tr><th scope=\"row\"><code>"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":21,"column":28},"end":{"line":21,"column":32}} ), depth0))
    + "</code></th><td data-label=\"Guard\">"
    + alias3(alias2(alias1(depth0, "seat", {"start":{"line":21,"column":71},"end":{"line":21,"column":75}} ), depth0))
    + "</td><td class=\"prose\" data-label=\"What is loose\">"
    + alias3(alias2(alias1(depth0, "describe", {"start":{"line":21,"column":129},"end":{"line":21,"column":137}} ), depth0))
    + "</td><td class=\"prose\" data-label=\"What told it apart\">"
    + alias3(alias2(alias1(depth0, "why", {"start":{"line":21,"column":196},"end":{"line":21,"column":199}} ), depth0))
    + " <span class=\"quiet\">"
    + alias3(alias2(alias1(depth0, "trial", {"start":{"line":21,"column":224},"end":{"line":21,"column":229}} ), depth0))
    + "</span></td></tr>\n";
},"4":function(container,depth0,helpers,partials,data) {
    return "<p class=\"notice\">Not all mutants are drawn. The others stand in run.json.</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h2 id=\"_mutants\">Would a looser guard be noticed? <span class=\"aside\"><span class=\"tone-"
    + alias3(alias2(alias1(lookupProperty(depth0,"mutants"), "icon", {"start":{"line":1,"column":91},"end":{"line":1,"column":103}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(lookupProperty(depth0,"mutants"), "icon", {"start":{"line":1,"column":159},"end":{"line":1,"column":171}} ), depth0))
    + "\"/></svg>"
    + alias3(alias2(alias1(lookupProperty(depth0,"mutants"), "killedCount", {"start":{"line":1,"column":184},"end":{"line":1,"column":203}} ), depth0))
    + " of "
    + alias3(alias2(alias1(lookupProperty(depth0,"mutants"), "count", {"start":{"line":1,"column":211},"end":{"line":1,"column":224}} ), depth0))
    + " mutants killed</span> score "
    + alias3(alias2(alias1(lookupProperty(depth0,"mutants"), "score", {"start":{"line":1,"column":257},"end":{"line":1,"column":270}} ), depth0))
    + " %</span></h2>\n<p class=\"lead\">Each guard was loosened, one thing at a time. <b>Killed</b>: a trial came out otherwise. <b>Survived</b>: none did, so a guard as loose as that would pass this suite.</p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(lookupProperty(depth0,"mutants"),"survivors"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":12,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(lookupProperty(depth0,"mutants"),"killed"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":27,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(lookupProperty(depth0,"mutants"),"more"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":28,"column":0},"end":{"line":29,"column":7}}})) != null ? stack1 : "");
},"useData":true},
  'overview': {"0":function(container,depth0,helpers,partials,data) {
    return " The run was interrupted before its end.";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<rect class=\"fill-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":6,"column":99},"end":{"line":6,"column":103}} ), depth0))
    + "\" x=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":6,"column":112},"end":{"line":6,"column":113}} ), depth0))
    + "%\" y=\"0\" width=\""
    + alias3(alias2(alias1(depth0, "width", {"start":{"line":6,"column":133},"end":{"line":6,"column":138}} ), depth0))
    + "%\" height=\"6\"/>";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"tile\">\n<h2>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "title", {"start":{"line":9,"column":6},"end":{"line":9,"column":11}} ), depth0))
    + "</h2>\n<dl>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"figures"),{"name":"each","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":12,"column":9}}})) != null ? stack1 : "")
    + "</dl>\n</div>\n";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"tone-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":11,"column":36},"end":{"line":11,"column":40}} ), depth0))
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"zero"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":42},"end":{"line":11,"column":66}}})) != null ? stack1 : "")
    + "\"><dt>"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":11,"column":74},"end":{"line":11,"column":78}} ), depth0))
    + "</dt><dd>"
    + alias3(alias2(alias1(depth0, "figure", {"start":{"line":11,"column":91},"end":{"line":11,"column":97}} ), depth0))
    + "</dd></div>\n";
},"4":function(container,depth0,helpers,partials,data) {
    return " zero";
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h2 id=\"_causes\">Why trials did not pass <a class=\"aside\" href=\""
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"causes"), "all", {"start":{"line":19,"column":66},"end":{"line":19,"column":76}} ), depth0))
    + "\">Failed only</a></h2>\n<ol class=\"causes\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"causes"),"rows"),{"name":"each","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":25,"column":9}}})) != null ? stack1 : "")
    + "</ol>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"causes"),"more"),{"name":"if","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":27,"column":0},"end":{"line":27,"column":119}}})) != null ? stack1 : "")
    + "\n";
},"6":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li class=\"cause edge-"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":22,"column":24},"end":{"line":22,"column":31}} ), depth0))
    + "\"><p><span class=\"verdict tone-"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":22,"column":66},"end":{"line":22,"column":73}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":22,"column":129},"end":{"line":22,"column":136}} ), depth0))
    + "\"/></svg>"
    + alias3(alias2(alias1(depth0, "verdict", {"start":{"line":22,"column":149},"end":{"line":22,"column":156}} ), depth0))
    + "</span> <b>"
    + alias3(alias2(alias1(depth0, "count", {"start":{"line":22,"column":171},"end":{"line":22,"column":176}} ), depth0))
    + "</b> <span class=\"quiet\">"
    + alias3(alias2(alias1(depth0, "agents", {"start":{"line":22,"column":205},"end":{"line":22,"column":211}} ), depth0))
    + "</span></p>\n<p class=\"said\">"
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":23,"column":18},"end":{"line":23,"column":24}} ), depth0))
    + "</p>\n<ul class=\"met\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"trials"),{"name":"each","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":24,"column":16},"end":{"line":24,"column":121}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"more"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":24,"column":121},"end":{"line":24,"column":176}}})) != null ? stack1 : "")
    + "</ul></li>\n";
},"7":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<li><a href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":24,"column":47},"end":{"line":24,"column":51}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "scenario", {"start":{"line":24,"column":57},"end":{"line":24,"column":65}} ), depth0))
    + "</a> <span class=\"quiet\">"
    + alias3(alias2(alias1(depth0, "rest", {"start":{"line":24,"column":94},"end":{"line":24,"column":98}} ), depth0))
    + "</span></li>";
},"8":function(container,depth0,helpers,partials,data) {
    return "<li class=\"quiet\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "more", {"start":{"line":24,"column":153},"end":{"line":24,"column":157}} ), depth0))
    + " more</li>";
},"9":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"notice\">"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"causes"), "more", {"start":{"line":27,"column":39},"end":{"line":27,"column":50}} ), depth0))
    + " did not pass for other reasons. They stand in the list.</p>";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"_gates\">\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">Gate</th><th scope=\"col\">Status</th><th scope=\"col\" class=\"number\">Figure</th><th scope=\"col\" class=\"number\">Trials</th><th scope=\"col\">Why</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"gates"),{"name":"each","hash":{},"fn":container.program(11, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":36,"column":0},"end":{"line":38,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n";
},"11":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<tr><th scope=\"row\"><code>"
    + alias3(alias2(alias1(depth0, "gate", {"start":{"line":37,"column":28},"end":{"line":37,"column":32}} ), depth0))
    + "</code></th><td class=\"gate-"
    + alias3(alias2(alias1(depth0, "status", {"start":{"line":37,"column":64},"end":{"line":37,"column":70}} ), depth0))
    + "\" data-label=\"Status\">"
    + alias3(alias2(alias1(depth0, "word", {"start":{"line":37,"column":96},"end":{"line":37,"column":100}} ), depth0))
    + "</td><td class=\"number\" data-label=\"Figure\">"
    + alias3(alias2(alias1(depth0, "value", {"start":{"line":37,"column":148},"end":{"line":37,"column":153}} ), depth0))
    + "</td><td class=\"number\" data-label=\"Trials\">"
    + alias3(alias2(alias1(depth0, "selected", {"start":{"line":37,"column":201},"end":{"line":37,"column":209}} ), depth0))
    + "</td><td class=\"prose\" data-label=\"Why\">"
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":37,"column":253},"end":{"line":37,"column":259}} ), depth0))
    + "</td></tr>\n";
},"12":function(container,depth0,helpers,partials,data) {
    return "<p class=\"quiet\">No gate of its own: a run passes when every trial does.</p>\n";
},"13":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><th scope=\"row\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "agent", {"start":{"line":51,"column":38},"end":{"line":51,"column":43}} ), depth0))
    + "</th>"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"layers"),{"name":"each","hash":{},"fn":container.program(14, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":51,"column":50},"end":{"line":51,"column":194}}})) != null ? stack1 : "")
    + "</tr>\n";
},"14":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<td class=\"prose\" data-label=\""
    + alias3(alias2(alias1(depth0, "layer", {"start":{"line":51,"column":98},"end":{"line":51,"column":103}} ), depth0))
    + "\"><b>"
    + alias3(alias2(alias1(depth0, "head", {"start":{"line":51,"column":112},"end":{"line":51,"column":116}} ), depth0))
    + "</b>"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"lines"),{"name":"each","hash":{},"fn":container.program(15, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":51,"column":122},"end":{"line":51,"column":180}}})) != null ? stack1 : "")
    + "</td>";
},"15":function(container,depth0,helpers,partials,data) {
    return "<span class=\"line\">"
    + container.escapeExpression(container.lambda(depth0, depth0))
    + "</span>";
},"16":function(container,depth0,helpers,partials,data) {
    return "<p class=\"notice\">The layers of "
    + container.escapeExpression(container.lambda(container.strict(depth0, "layersMore", {"start":{"line":56,"column":52},"end":{"line":56,"column":62}} ), depth0))
    + " more agents are not drawn. Their trials stand in the list.</p>";
},"17":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<p class=\"promise\"><strong>Isolation "
    + alias3(alias2(alias1(depth0, "tier", {"start":{"line":57,"column":58},"end":{"line":57,"column":62}} ), depth0))
    + "</strong> ("
    + alias3(alias2(alias1(depth0, "trials", {"start":{"line":57,"column":77},"end":{"line":57,"column":83}} ), depth0))
    + "): "
    + alias3(alias2(alias1(depth0, "promise", {"start":{"line":57,"column":90},"end":{"line":57,"column":97}} ), depth0))
    + "</p>";
},"18":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h2 id=\"_models\">Models</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"_models\">\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">Model</th><th scope=\"col\">Turns</th><th scope=\"col\" class=\"number\">Calls</th><th scope=\"col\" class=\"number\">Tokens in</th><th scope=\"col\" class=\"number\">Tokens out</th><th scope=\"col\" class=\"number\">Cost</th><th scope=\"col\" class=\"number\">A trial</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"models"),{"name":"each","hash":{},"fn":container.program(19, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":65,"column":0},"end":{"line":67,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n";
},"19":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<tr><th scope=\"row\"><code>"
    + alias3(alias2(alias1(depth0, "model", {"start":{"line":66,"column":28},"end":{"line":66,"column":33}} ), depth0))
    + "</code></th><td data-label=\"Turns\">"
    + alias3(alias2(alias1(depth0, "from", {"start":{"line":66,"column":72},"end":{"line":66,"column":76}} ), depth0))
    + "</td><td class=\"number\" data-label=\"Calls\">"
    + alias3(alias2(alias1(depth0, "calls", {"start":{"line":66,"column":123},"end":{"line":66,"column":128}} ), depth0))
    + "</td><td class=\"number\" data-label=\"Tokens in\">"
    + alias3(alias2(alias1(depth0, "input", {"start":{"line":66,"column":179},"end":{"line":66,"column":184}} ), depth0))
    + "</td><td class=\"number\" data-label=\"Tokens out\">"
    + alias3(alias2(alias1(depth0, "output", {"start":{"line":66,"column":236},"end":{"line":66,"column":242}} ), depth0))
    + "</td><td class=\"number\" data-label=\"Cost\">"
    + alias3(alias2(alias1(depth0, "cost", {"start":{"line":66,"column":288},"end":{"line":66,"column":292}} ), depth0))
    + "</td><td class=\"number\" data-label=\"A trial\">"
    + alias3(alias2(alias1(depth0, "perTrial", {"start":{"line":66,"column":341},"end":{"line":66,"column":349}} ), depth0))
    + "</td></tr>\n";
},"20":function(container,depth0,helpers,partials,data) {
    return " <label class=\"tick\"><input type=\"checkbox\" id=\"_only\"> Failed only</label>";
},"21":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<span class=\"tone-"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":74,"column":63},"end":{"line":74,"column":67}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "tone", {"start":{"line":74,"column":123},"end":{"line":74,"column":127}} ), depth0))
    + "\"/></svg>"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":74,"column":140},"end":{"line":74,"column":147}} ), depth0))
    + "</span> ";
},"22":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"_matrix\">\n<table class=\"matrix\">\n<thead><tr><th scope=\"col\">Scenario, variant</th>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"matrix"),"agents"),{"name":"each","hash":{},"fn":container.program(23, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":78,"column":49},"end":{"line":78,"column":134}}})) != null ? stack1 : "")
    + "</tr></thead>\n<tbody>\n"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"matrix-whole"),lookupProperty(depth0,"matrix"),{"name":"matrix-whole","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"matrix"),"rows"),{"name":"each","hash":{},"fn":container.program(24, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":81,"column":0},"end":{"line":81,"column":46}}})) != null ? stack1 : "")
    + "\n</tbody>\n</table>\n</div>\n";
},"23":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<th scope=\"col\"><a href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":78,"column":99},"end":{"line":78,"column":103}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "agent", {"start":{"line":78,"column":109},"end":{"line":78,"column":114}} ), depth0))
    + "</a></th>";
},"24":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"matrix-row"),depth0,{"name":"matrix-row","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"25":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<details class=\"fold all-passed\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"matrix"),"open"),{"name":"if","hash":{},"fn":container.program(26, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":87,"column":32},"end":{"line":87,"column":63}}})) != null ? stack1 : "")
    + ">\n<summary><svg class=\"icon tone-passed\" aria-hidden=\"true\"><use href=\"#_passed\"/></svg>"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"matrix"), "passedCount", {"start":{"line":88,"column":88},"end":{"line":88,"column":106}} ), depth0))
    + " passed in every trial</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Scenarios that passed\">\n<table class=\"matrix\">\n<thead><tr><th scope=\"col\">Scenario, variant</th>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"matrix"),"agents"),{"name":"each","hash":{},"fn":container.program(23, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":91,"column":49},"end":{"line":91,"column":134}}})) != null ? stack1 : "")
    + "</tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"matrix"),"open"),{"name":"if","hash":{},"fn":container.program(27, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":93,"column":0},"end":{"line":93,"column":51}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"matrix"),"passed"),{"name":"each","hash":{},"fn":container.program(24, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":94,"column":0},"end":{"line":94,"column":48}}})) != null ? stack1 : "")
    + "\n</tbody>\n</table>\n</div>\n</details>\n";
},"26":function(container,depth0,helpers,partials,data) {
    return " open";
},"27":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"matrix-whole"),lookupProperty(depth0,"matrix"),{"name":"matrix-whole","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"28":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"notice\">"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"matrix"), "more", {"start":{"line":100,"column":39},"end":{"line":100,"column":50}} ), depth0))
    + " more rows are not drawn. Their trials stand in the list.</p>";
},"29":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"notice\">"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"matrix"), "moreAgents", {"start":{"line":101,"column":45},"end":{"line":101,"column":62}} ), depth0))
    + " more agents are not drawn. Their trials stand in the list.</p>";
},"30":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<details class=\"not-run\">\n<summary>Planned and not run: "
    + container.escapeExpression(container.lambda(container.strict(depth0, "notRunCount", {"start":{"line":104,"column":32},"end":{"line":104,"column":43}} ), depth0))
    + "</summary>\n<ul>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"notRun"),{"name":"each","hash":{},"fn":container.program(31, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":105,"column":4},"end":{"line":105,"column":90}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"notRunMore"),{"name":"if","hash":{},"fn":container.program(32, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":105,"column":90},"end":{"line":105,"column":160}}})) != null ? stack1 : "")
    + "</ul>\n</details>\n";
},"31":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<li>"
    + alias3(alias2(alias1(depth0, "scenario", {"start":{"line":105,"column":26},"end":{"line":105,"column":34}} ), depth0))
    + " · "
    + alias3(alias2(alias1(depth0, "variant", {"start":{"line":105,"column":41},"end":{"line":105,"column":48}} ), depth0))
    + " · "
    + alias3(alias2(alias1(depth0, "agent", {"start":{"line":105,"column":55},"end":{"line":105,"column":60}} ), depth0))
    + " · r"
    + alias3(alias2(alias1(depth0, "repeat", {"start":{"line":105,"column":68},"end":{"line":105,"column":74}} ), depth0))
    + "</li>";
},"32":function(container,depth0,helpers,partials,data) {
    return "<li>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "notRunMore", {"start":{"line":105,"column":114},"end":{"line":105,"column":124}} ), depth0))
    + " more in planned.jsonl</li>";
},"33":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<div><dt>"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":111,"column":26},"end":{"line":111,"column":30}} ), depth0))
    + "</dt><dd>"
    + alias3(alias2(alias1(depth0, "text", {"start":{"line":111,"column":43},"end":{"line":111,"column":47}} ), depth0))
    + "</dd></div>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"head\">\n<h1 class=\"tone-"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":2,"column":18},"end":{"line":2,"column":25}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":2,"column":81},"end":{"line":2,"column":88}} ), depth0))
    + "\"/></svg>Gate "
    + alias3(alias2(alias1(depth0, "word", {"start":{"line":2,"column":106},"end":{"line":2,"column":110}} ), depth0))
    + "</h1>\n<p class=\"why\">"
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":3,"column":17},"end":{"line":3,"column":23}} ), depth0))
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"interrupted"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":25},"end":{"line":3,"column":91}}})) != null ? stack1 : "")
    + "</p>\n</div>\n<div class=\"tiles\" role=\"group\" aria-label=\"Summary\">\n<svg class=\"shares\" aria-hidden=\"true\" width=\"100%\" height=\"6\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"shares"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":63},"end":{"line":6,"column":164}}})) != null ? stack1 : "")
    + "</svg>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"tiles"),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":15,"column":9}}})) != null ? stack1 : "")
    + "</div>\n\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(lookupProperty(depth0,"causes"),"rows"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":18,"column":0},"end":{"line":28,"column":7}}})) != null ? stack1 : "")
    + "\n<h2 id=\"_gates\">Gates <span class=\"aside\">exit code "
    + alias3(alias2(alias1(depth0, "exit", {"start":{"line":30,"column":54},"end":{"line":30,"column":58}} ), depth0))
    + "</span></h2>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"gates"),{"name":"if","hash":{},"fn":container.program(10, data, 0),"inverse":container.program(12, data, 0),"data":data,"loc":{"start":{"line":31,"column":0},"end":{"line":44,"column":7}}})) != null ? stack1 : "")
    + "\n<h2 id=\"_layers\">Four layers of each agent</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"_layers\">\n<table class=\"plain layers\">\n<thead><tr><th scope=\"col\">Agent</th><th scope=\"col\">Cost controls, in the sandbox</th><th scope=\"col\">Action verification</th><th scope=\"col\">Isolated execution</th><th scope=\"col\">Observability</th></tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"layers"),{"name":"each","hash":{},"fn":container.program(13, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":51,"column":0},"end":{"line":52,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"layersMore"),{"name":"if","hash":{},"fn":container.program(16, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":56,"column":0},"end":{"line":56,"column":134}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"isolation"),{"name":"each","hash":{},"fn":container.program(17, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":57,"column":0},"end":{"line":57,"column":112}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"models"),{"name":"if","hash":{},"fn":container.program(18, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":59,"column":0},"end":{"line":71,"column":7}}})) != null ? stack1 : "")
    + "\n<h2 id=\"_matrix\">Scenarios by agent"
    + ((stack1 = lookupProperty(helpers,"unless").call(alias4,lookupProperty(lookupProperty(depth0,"matrix"),"open"),{"name":"unless","hash":{},"fn":container.program(20, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":73,"column":35},"end":{"line":73,"column":144}}})) != null ? stack1 : "")
    + "</h2>\n<p class=\"legend\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(lookupProperty(depth0,"matrix"),"outcomes"),{"name":"each","hash":{},"fn":container.program(21, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":74,"column":18},"end":{"line":74,"column":166}}})) != null ? stack1 : "")
    + "<span>Cost: what calls cost in the sandbox, models included. Bar: 95 % interval of the pass rate. pass^k: the chance that k trials in a row all pass.</span></p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(lookupProperty(depth0,"matrix"),"rows"),{"name":"if","hash":{},"fn":container.program(22, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":75,"column":0},"end":{"line":85,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(lookupProperty(depth0,"matrix"),"passed"),{"name":"if","hash":{},"fn":container.program(25, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":86,"column":0},"end":{"line":99,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(lookupProperty(depth0,"matrix"),"more"),{"name":"if","hash":{},"fn":container.program(28, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":100,"column":0},"end":{"line":100,"column":120}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(lookupProperty(depth0,"matrix"),"moreAgents"),{"name":"if","hash":{},"fn":container.program(29, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":101,"column":0},"end":{"line":101,"column":134}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"notRunCount"),{"name":"if","hash":{},"fn":container.program(30, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":102,"column":0},"end":{"line":107,"column":7}}})) != null ? stack1 : "")
    + "\n<h2>This run</h2>\n<dl class=\"facts\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"facts"),{"name":"each","hash":{},"fn":container.program(33, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":111,"column":0},"end":{"line":112,"column":9}}})) != null ? stack1 : "")
    + "</dl>\n";
},"usePartial":true,"useData":true},
  'safeguards': {"0":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Cases by mechanism\">\n<table class=\"matrix guards\">\n<thead><tr><th scope=\"col\">Case</th>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"matrix"),"heads"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":25,"column":36},"end":{"line":25,"column":96}}})) != null ? stack1 : "")
    + "</tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(lookupProperty(depth0,"matrix"),"rows"),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":27,"column":0},"end":{"line":30,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n";
},"1":function(container,depth0,helpers,partials,data) {
    return "<th scope=\"col\">"
    + container.escapeExpression(container.lambda(depth0, depth0))
    + "</th>";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr class=\"first\"><th scope=\"row\"><span class=\"scenario\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "name", {"start":{"line":28,"column":59},"end":{"line":28,"column":63}} ), depth0))
    + "</span></th>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"cells"),{"name":"each","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":29,"column":0},"end":{"line":29,"column":222}}})) != null ? stack1 : "")
    + "</tr>\n";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<td"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"word"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":29,"column":18},"end":{"line":29,"column":59}}})) != null ? stack1 : "")
    + ">"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"word"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":29,"column":60},"end":{"line":29,"column":208}}})) != null ? stack1 : "")
    + "</td>";
},"4":function(container,depth0,helpers,partials,data) {
    return " data-label=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "head", {"start":{"line":29,"column":45},"end":{"line":29,"column":49}} ), depth0))
    + "\"";
},"5":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<a class=\"one under-"
    + alias3(alias2(alias1(depth0, "under", {"start":{"line":29,"column":94},"end":{"line":29,"column":99}} ), depth0))
    + "\" href=\"#"
    + alias3(alias2(alias1(depth0, "anchor", {"start":{"line":29,"column":112},"end":{"line":29,"column":118}} ), depth0))
    + "\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "icon", {"start":{"line":29,"column":174},"end":{"line":29,"column":178}} ), depth0))
    + "\"/></svg>"
    + alias3(alias2(alias1(depth0, "word", {"start":{"line":29,"column":191},"end":{"line":29,"column":195}} ), depth0))
    + "</a>";
},"6":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<h2>"
    + alias3(alias2(alias1(depth0, "title", {"start":{"line":36,"column":6},"end":{"line":36,"column":11}} ), depth0))
    + "</h2>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"lines"),{"name":"each","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":37,"column":0},"end":{"line":38,"column":9}}})) != null ? stack1 : "")
    + "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\""
    + alias3(alias2(alias1(depth0, "title", {"start":{"line":39,"column":61},"end":{"line":39,"column":66}} ), depth0))
    + "\">\n<table class=\"plain\">\n<thead><tr>"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"heads"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":41,"column":11},"end":{"line":41,"column":64}}})) != null ? stack1 : "")
    + "</tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"rows"),{"name":"each","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":43,"column":0},"end":{"line":45,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"code"),{"name":"if","hash":{},"fn":container.program(12, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":49,"column":0},"end":{"line":51,"column":7}}})) != null ? stack1 : "");
},"7":function(container,depth0,helpers,partials,data) {
    return "<p class=\"quiet\">"
    + container.escapeExpression(container.lambda(depth0, depth0))
    + "</p>\n";
},"8":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"anchor"),{"name":"if","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":44,"column":3},"end":{"line":44,"column":40}}})) != null ? stack1 : "")
    + ">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"cells"),{"name":"each","hash":{},"fn":container.program(10, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":44,"column":41},"end":{"line":44,"column":237}}})) != null ? stack1 : "")
    + "</tr>\n";
},"9":function(container,depth0,helpers,partials,data) {
    return " id=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "anchor", {"start":{"line":44,"column":24},"end":{"line":44,"column":30}} ), depth0))
    + "\"";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<td class=\"prose\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"text"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":44,"column":73},"end":{"line":44,"column":114}}})) != null ? stack1 : "")
    + ">"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"icon"),{"name":"if","hash":{},"fn":container.program(11, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":44,"column":115},"end":{"line":44,"column":215}}})) != null ? stack1 : "")
    + container.escapeExpression(container.lambda(container.strict(depth0, "text", {"start":{"line":44,"column":217},"end":{"line":44,"column":221}} ), depth0))
    + "</td>";
},"11":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<svg class=\"icon tone-"
    + alias3(alias2(alias1(depth0, "icon", {"start":{"line":44,"column":151},"end":{"line":44,"column":155}} ), depth0))
    + "\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "icon", {"start":{"line":44,"column":193},"end":{"line":44,"column":197}} ), depth0))
    + "\"/></svg>";
},"12":function(container,depth0,helpers,partials,data) {
    return "<details class=\"fold\"><summary>A test that replays it</summary><pre>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "code", {"start":{"line":50,"column":70},"end":{"line":50,"column":74}} ), depth0))
    + "</pre></details>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\""
    + ((stack1 = alias2(alias1(lookupProperty(depth0,"own"), "policy", {"start":{"line":5,"column":55},"end":{"line":5,"column":65}} ), depth0)) != null ? stack1 : "")
    + "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>mettle safeguards</title>\n<style>"
    + ((stack1 = alias2(alias1(lookupProperty(depth0,"own"), "styles", {"start":{"line":10,"column":10},"end":{"line":10,"column":20}} ), depth0)) != null ? stack1 : "")
    + "</style>\n</head>\n<body>\n"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"sprite"),depth0,{"name":"sprite","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "<a class=\"skip\" href=\"#_main\">Skip to the content</a>\n<header class=\"bar\">\n<p class=\"brand\"><svg class=\"icon tone-"
    + alias3(alias2(alias1(depth0, "icon", {"start":{"line":16,"column":41},"end":{"line":16,"column":45}} ), depth0))
    + "\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "icon", {"start":{"line":16,"column":83},"end":{"line":16,"column":87}} ), depth0))
    + "\"/></svg>mettle <span>safeguards</span></p>\n</header>\n<main id=\"_main\" tabindex=\"-1\">\n<section class=\"page\" aria-label=\"Safeguards\">\n<h1>"
    + alias3(alias2(alias1(depth0, "title", {"start":{"line":20,"column":6},"end":{"line":20,"column":11}} ), depth0))
    + "</h1>\n<p class=\"lead\">"
    + alias3(alias2(alias1(depth0, "lead", {"start":{"line":21,"column":18},"end":{"line":21,"column":22}} ), depth0))
    + "</p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"matrix"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":22,"column":0},"end":{"line":34,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"sections"),{"name":"each","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":35,"column":0},"end":{"line":52,"column":9}}})) != null ? stack1 : "")
    + "</section>\n</main>\n<footer><p>Signs that draw nothing are spelled out, as in \\u{202e}. This page loads nothing and sends nothing.</p></footer>\n</body>\n</html>\n";
},"usePartial":true,"useData":true},
  'shell': {"0":function(container,depth0,helpers,partials,data) {
    return "interrupted run";
},"1":function(container,depth0,helpers,partials,data) {
    return "run report";
},"2":function(container,depth0,helpers,partials,data) {
    return "<a href=\"#/guards\" data-page=\"guards\">Guards</a>";
},"3":function(container,depth0,helpers,partials,data) {
    return "<a href=\"#/coverage\" data-page=\"coverage\">Coverage</a>";
},"4":function(container,depth0,helpers,partials,data) {
    return "<a href=\"#/drift\" data-page=\"drift\">Drift</a>";
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<section class=\"page\" data-page=\"guards\" aria-label=\"Guards\">\n"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"guards"),depth0,{"name":"guards","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</section>\n";
},"6":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<section class=\"page\" data-page=\"coverage\" aria-label=\"Coverage\">\n"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"coverage"),depth0,{"name":"coverage","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</section>\n";
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<section class=\"page\" data-page=\"drift\" aria-label=\"Drift\">\n"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"drift"),lookupProperty(depth0,"drift"),{"name":"drift","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</section>\n";
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
    + "</style>\n</head>\n<body>\n"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"sprite"),depth0,{"name":"sprite","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "<a class=\"skip\" href=\"#_main\">Skip to the content</a>\n<header class=\"bar\">\n<p class=\"brand\"><svg class=\"icon tone-"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":16,"column":41},"end":{"line":16,"column":48}} ), depth0))
    + "\" aria-hidden=\"true\"><use href=\"#_"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":16,"column":86},"end":{"line":16,"column":93}} ), depth0))
    + "\"/></svg>mettle <span>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"interrupted"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(1, data, 0),"data":data,"loc":{"start":{"line":16,"column":117},"end":{"line":16,"column":176}}})) != null ? stack1 : "")
    + "</span></p>\n<nav aria-label=\"Pages\" id=\"_nav\" hidden>\n<a href=\"#/overview\" data-page=\"overview\">Overview</a>\n<a href=\"#/trials\" data-page=\"trials\">Trials <span class=\"count\">"
    + alias3(alias2(alias1(depth0, "count", {"start":{"line":19,"column":67},"end":{"line":19,"column":72}} ), depth0))
    + "</span></a>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"anyGuards"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":0},"end":{"line":20,"column":72}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(lookupProperty(depth0,"coverage"),"any"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":21,"column":81}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"drift"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":22,"column":0},"end":{"line":22,"column":65}}})) != null ? stack1 : "")
    + "\n</nav>\n<button type=\"button\" class=\"theme\" id=\"_theme\" hidden>Theme: <span id=\"_theme-name\">auto</span></button>\n</header>\n<main id=\"_main\" tabindex=\"-1\">\n<section class=\"page\" data-page=\"overview\" aria-label=\"Overview\">\n"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"overview"),depth0,{"name":"overview","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</section>\n<section class=\"page\" data-page=\"trials\" aria-label=\"Trials\" hidden>\n"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"list"),depth0,{"name":"list","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</section>\n<section class=\"page\" data-page=\"trial\" aria-label=\"Trial\" id=\"_trial\" hidden></section>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"anyGuards"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":34,"column":0},"end":{"line":38,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(lookupProperty(depth0,"coverage"),"any"),{"name":"if","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":39,"column":0},"end":{"line":43,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"drift"),{"name":"if","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":44,"column":0},"end":{"line":48,"column":7}}})) != null ? stack1 : "")
    + "</main>\n<p class=\"unseen\" id=\"_said\" role=\"status\"></p>\n<footer><p>Signs that draw nothing are spelled out, as in \\u{202e}. This page loads nothing and sends nothing.</p>\n<noscript><p class=\"notice\">Scripts are off: the overview, the guards and the drift are shown, the single trials are not. They lie in trials.jsonl and traces/ beside this page.</p></noscript></footer>\n";
},"usePartial":true,"useData":true},
  'side': {"0":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<a href=\""
    + alias3(alias2(alias1(depth0, "path", {"start":{"line":1,"column":23},"end":{"line":1,"column":27}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "id", {"start":{"line":1,"column":33},"end":{"line":1,"column":35}} ), depth0))
    + "</a>";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return alias3(alias2(alias1(depth0, "id", {"start":{"line":1,"column":51},"end":{"line":1,"column":53}} ), depth0))
    + " <span class=\"quiet\">of run "
    + alias3(alias2(alias1(depth0, "run", {"start":{"line":1,"column":85},"end":{"line":1,"column":88}} ), depth0))
    + "</span>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"path"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(1, data, 0),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":104}}})) != null ? stack1 : "");
},"useData":true},
  'sprite': {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    return "<svg class=\"sprite\" aria-hidden=\"true\" focusable=\"false\">\n<symbol id=\"_passed\" viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\" r=\"7\"/><path class=\"sign\" d=\"M4.6 8.3l2.3 2.3 4.5-5\"/></symbol>\n<symbol id=\"_failed\" viewBox=\"0 0 16 16\"><rect x=\"1.5\" y=\"1.5\" width=\"13\" height=\"13\" rx=\"2\"/><path class=\"sign\" d=\"M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6\"/></symbol>\n<symbol id=\"_inconclusive\" viewBox=\"0 0 16 16\"><circle class=\"hollow\" cx=\"8\" cy=\"8\" r=\"6.2\"/><path d=\"M8 1.8a6.2 6.2 0 0 1 0 12.4z\"/></symbol>\n<symbol id=\"_error\" viewBox=\"0 0 16 16\"><path d=\"M8 1.2 15.4 14.4H.6z\"/><path class=\"sign\" d=\"M8 6v4M8 12v.4\"/></symbol>\n<symbol id=\"_not-run\" viewBox=\"0 0 16 16\"><circle class=\"hollow\" cx=\"8\" cy=\"8\" r=\"6.2\"/><path class=\"stroke\" d=\"M5 8h6\"/></symbol>\n<symbol id=\"_copy\" viewBox=\"0 0 16 16\"><path class=\"stroke\" d=\"M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z\"/></symbol>\n</svg>\n";
},"useData":true},
}
