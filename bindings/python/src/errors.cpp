#include "core.hpp"

namespace stance_python {
namespace {

constexpr const char* severities[] = {"note", "warning", "error"};

stance::Severity severity_of(const std::string& name) {
  for (std::size_t i = 0; i < std::size(severities); ++i) {
    if (name == severities[i]) return static_cast<stance::Severity>(i);
  }
  throw stance::InvalidArgument("severity: expected note, warning or error, got '" + name + "'");
}

/// The class stance.ParseError, which is written in Python so that it can be pickled and caught like any other.
void raise_parse_error(const stance::ParseError& fault) {
  const py::object type = py::module_::import("stance._errors").attr("ParseError");
  const py::object error = type(str_of(fault.what()), fault.diagnostics());
  PyErr_SetObject(type.ptr(), error.ptr());
}

}  // namespace

void bind_errors(py::module_& module) {
  using stance::Diagnostic;
  py::class_<Diagnostic>(module, "Diagnostic", "One message about input data: what is wrong, where, what was expected, what to do.")
      .def(py::init([](const std::string& severity, std::string code, std::string file, std::size_t line, std::size_t column,
                       std::size_t offset, std::string message, std::string line_text) {
             return Diagnostic{severity_of(severity), std::move(code),    std::move(file),
                               {line, column, offset}, std::move(message), std::move(line_text)};
           }),
           py::arg("severity"), py::arg("code"), py::arg("file"), py::arg("line"), py::arg("column"), py::arg("offset"), py::arg("message"),
           py::arg("line_text") = "")
      .def_property_readonly("severity", [](const Diagnostic& d) { return severities[static_cast<std::size_t>(d.severity)]; },
                             "note, warning or error")
      .def_property_readonly("code", [](const Diagnostic& d) { return d.code; }, "Stable code, for example L103")
      .def_property_readonly("file", [](const Diagnostic& d) { return str_of(d.file); }, "File or document; may be empty")
      .def_property_readonly("line", [](const Diagnostic& d) { return d.position.line; }, "From 1; 0: the file as a whole")
      .def_property_readonly("column", [](const Diagnostic& d) { return d.position.column; }, "In characters, from 1")
      .def_property_readonly("offset", [](const Diagnostic& d) { return d.position.offset; }, "In bytes, from 0")
      .def_property_readonly("message", [](const Diagnostic& d) { return str_of(d.message); })
      .def_property_readonly("line_text", [](const Diagnostic& d) { return str_of(d.line_text); }, "The line at fault, where it is known")
      .def("__str__", [](const Diagnostic& d) { return str_of(d.to_string_with_source()); })
      .def("__repr__", [](const Diagnostic& d) { return str_of("<Diagnostic " + d.to_string() + ">"); })
      .def("__reduce__", [](const py::object& self) -> py::typing::Tuple<py::object, py::typing::Tuple<py::object, py::ellipsis>> {
        const py::tuple fields = py::make_tuple(self.attr("severity"), self.attr("code"), self.attr("file"), self.attr("line"),
                                                self.attr("column"), self.attr("offset"), self.attr("message"), self.attr("line_text"));
        return py::make_tuple(py::type::of(self), fields);
      });

  py::register_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const stance::ParseError& fault) {
      raise_parse_error(fault);
    } catch (const stance::InvalidArgument& fault) {
      PyErr_SetObject(PyExc_ValueError, str_of(fault.what()).ptr());
    } catch (const stance::Error& fault) { PyErr_SetObject(PyExc_RuntimeError, str_of(fault.what()).ptr()); }
  });
}

}  // namespace stance_python
