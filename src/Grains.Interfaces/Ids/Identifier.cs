using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Omnichannel.Ids;

/// <summary>A name that a caller made: 1 to <see cref="Limits.IdentifierLengthMax"/> characters of <c>A-Za-z0-9._:-</c>, case kept, compared by ordinal.</summary>
public interface IIdentifier<TSelf> where TSelf : struct, IIdentifier<TSelf>
{
    string Value { get; }

    /// <summary>Wraps a value. Throws <see cref="ArgumentException"/> when it breaks the rule of its kind.</summary>
    static abstract TSelf Create(string value);

    /// <summary>Whether a caller may send this value.</summary>
    static abstract bool IsValid([NotNullWhen(true)] string? value);
}

/// <summary>The one rule for names that callers make.</summary>
public static class Identifier
{
    public const string Rule = "1 to 64 characters of A-Z a-z 0-9 . _ : -";

    // Every id is checked where it comes in, and again before it is written: many characters at a time.
    private static readonly SearchValues<char> _characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    public static bool IsValid([NotNullWhen(true)] string? value) => value is not null && IsValid(value.AsSpan());

    public static bool IsValid(ReadOnlySpan<char> value) => value.Length is > 0 and <= Limits.IdentifierLengthMax && !value.ContainsAnyExcept(_characters);

    public static string Checked(string value) => IsValid(value) ? value : throw Refused(nameof(value));

    internal static ArgumentException Refused(string parameter) => new($"Not an identifier ({Rule}).", parameter);

    public static bool TryCreate<T>(string? value, out T identifier) where T : struct, IIdentifier<T>
    {
        identifier = T.IsValid(value) ? T.Create(value) : default;
        return identifier.Value is not null;
    }
}

/// <summary>Writes an identifier as the plain string it is, also where it is the key of a map.</summary>
public sealed class IdentifierJsonConverter<T> : JsonConverter<T> where T : struct, IIdentifier<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    // What could not be read again is not written: an entity must never be unable to read its own journal.
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Parse(value.Value).Value);

    private static T Parse(string? value)
    {
        try
        {
            return T.Create(value ?? "");
        }
        catch (ArgumentException refused)
        {
            throw new JsonException($"Not a {typeof(T).Name}.", refused);
        }
    }
}
