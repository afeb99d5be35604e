package dev.otter.contract.bus;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the enums in a record, and in the records in it. */
final class EnumsOnTheWire {

  private EnumsOnTheWire() {}

  static Set<Class<? extends Enum<?>>> of(Class<?> type) {
    Set<Class<? extends Enum<?>>> found = new HashSet<>();
    collect(type, found);
    return found;
  }

  @SuppressWarnings("unchecked")
  private static void collect(Type type, Set<Class<? extends Enum<?>>> found) {
    if (type instanceof ParameterizedType generic) {
      Stream.of(generic.getActualTypeArguments()).forEach(each -> collect(each, found));
    } else if (type instanceof Class<?> plain && plain.isEnum()) {
      found.add((Class<? extends Enum<?>>) plain);
    } else if (type instanceof Class<?> plain && plain.isRecord()) {
      for (RecordComponent each : plain.getRecordComponents()) {
        collect(each.getGenericType(), found);
      }
    }
  }
}
