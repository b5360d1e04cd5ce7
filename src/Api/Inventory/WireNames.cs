using System.Collections.Frozen;
using System.Text.Json;

namespace Omnichannel.Inventory;

/// <summary>The names of statuses, states and types on the wire: <c>TransferOut</c> is <c>transfer-out</c>. Made once per type.</summary>
public static class WireNames
{
    public static string Of<T>(T value) where T : struct, Enum => Names<T>.Of[value];

    public static IEnumerable<string> All<T>() where T : struct, Enum => Names<T>.Parsed.Keys;

    public static bool TryParse<T>(string name, out T value) where T : struct, Enum => Names<T>.Parsed.TryGetValue(name, out value);

    private static class Names<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Of =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

        // None is what an unset value reads as; nobody may send it.
        public static readonly FrozenDictionary<string, T> Parsed =
            Of.Where(name => !name.Key.Equals(default(T))).ToFrozenDictionary(name => name.Value, name => name.Key);
    }
}
