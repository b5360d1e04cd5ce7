namespace Omnichannel.Api;

/// <summary>A field of a body: a good value, bad ones with the code of their problem, and those at the edge of what it takes.</summary>
public sealed record JsonField(string Name, string Good, bool IsRequired = false)
{
    public static readonly (string, string)[] NotText = As("wrong-type", "5", "true", "{}", "[]", "[\"a\"]");

    public string Pointer { get; init; } = "/" + Name;

    public (string Value, string Code)[] Bad { get; init; } = [];

    public string[] Edges { get; init; } = [];

    public string WhenMissing { get; init; } = "field-missing";

    public static (string Value, string Code)[] As(string code, params string[] values) => [.. values.Select(value => (value, code))];

    public static JsonField Number(string name, string code, long min, long max, bool isRequired = true)
    {
        var outside = As(code, $"{min - 1}", $"{max + 1}", "9223372036854775807", "-9223372036854775808");
        return new(name, "2", isRequired) { Bad = [.. outside, .. NotNumbers, .. Null(isRequired)], Edges = [$"{min}", $"{max}"] };
    }

    public static JsonField Text(string name, string code) => new(name, "\"t\"")
    {
        Bad = [.. As(code, Repeat('x', 129), "\"a\\u0000\"", "\"a\\nb\"", "\"\\u007f\""), ("\"\\ud800\"", "wrong-type"), .. NotText],
        Edges = [Repeat('x', 128), "\"\"", "\"Zürich — 42 \\\"quoted\\\"\"", "null"],
    };

    public static JsonField Channel => new("channel", "\"web\"")
    {
        Bad = [.. As("channel-invalid", "\"\"", "\"WEB\"", "\"a b\"", "\"ä\"", Repeat('c', 33)), .. NotText],
        Edges = [Repeat('c', 32), "\"a-1\"", "null"],
    };

    /// <summary>No version is too high to be asked for; only another one than there is.</summary>
    public static JsonField ExpectedVersion => new("expectedVersion", "2", true)
    {
        Bad = [.. As("version-out-of-range", "-1", "-9223372036854775808"), .. NotNumbers, .. Null(true)],
        Edges = ["0", "9223372036854775807"],
    };

    public static JsonField Identifier(string name, string good, bool isRequired = true) => new(name, $"\"{good}\"", isRequired)
    {
        Bad =
        [
            .. As("identifier-invalid", "\"\"", "\" \"", "\"a/b\"", "\"a b\"", "\"ä\"", "\"a\\u0000\"", Repeat('i', 65)),
            .. NotText,
            .. Null(isRequired),
        ],
        Edges = [Repeat('i', 64), "\"A.b_C:d-9\""],
    };

    private static (string, string)[] NotNumbers => As(
        "wrong-type", "\"5\"", "1.5", "5.0", "1e3", "9223372036854775808", "-9223372036854775809", "1e400", "true", "[]", "{}", "[1]", "\"\"");

    private static (string, string)[] Null(bool isRequired) => isRequired ? As("field-missing", "null") : [];

    private static string Repeat(char character, int count) => $"\"{new string(character, count)}\"";
}
