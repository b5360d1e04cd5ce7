using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Omnichannel.Privacy;

/// <summary>I72: a text about a person. Machines see it in clear; in the journal it is sealed with the key of its owner, and it can be written in no other form.</summary>
/// <param name="Value">Null when the key was destroyed.</param>
[GenerateSerializer, Immutable, Alias("personal-text"), JsonConverter(typeof(PersonalTextConverter))]
public sealed record PersonalText([property: Id(0)] string? Value)
{
    public static PersonalText? Of(string? value) => value is null ? null : new(value);

    /// <summary>Never the value: what is printed ends up in logs.</summary>
    public override string ToString() => "(personal)";
}

/// <summary>How personal texts are written and read, for the duration of one call on one thread.</summary>
public readonly struct SealScope : IDisposable
{
    [ThreadStatic]
    private static (DataKey? Key, string Context)? _current;

    private readonly (DataKey? Key, string Context)? _outer;

    private SealScope((DataKey?, string)? outer) => _outer = outer;

    /// <summary>Without a key texts are written in clear.</summary>
    internal static (DataKey? Key, string Context) Current =>
        _current ?? throw new InvalidOperationException("A personal text is read and written only inside a scope that knows its key.");

    /// <param name="context">What the texts belong to; they open for nothing else.</param>
    public static SealScope Enter(DataKey key, string context)
    {
        var scope = new SealScope(_current);
        _current = (key, context);
        return scope;
    }

    /// <summary>For the one answer that a person gets about themselves. Nothing can be read in it.</summary>
    public static SealScope EnterClear()
    {
        var scope = new SealScope(_current);
        _current = (null, "");
        return scope;
    }

    public void Dispose() => _current = _outer;
}

/// <summary>Base64 of the sealed text; null once the key is gone.</summary>
public sealed class PersonalTextConverter : JsonConverter<PersonalText>
{
    private static readonly PersonalText Redacted = new((string?)null);

    public override bool HandleNull => true;

    public override PersonalText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null) return Redacted;
        var (key, context) = SealScope.Current;
        if (key is null) throw new InvalidOperationException("Personal texts are read with a key.");
        if (key.Key is null) return Redacted;
        try
        {
            return new(Encoding.UTF8.GetString(key.Key.Open(reader.GetBytesFromBase64(), context)));
        }
        catch (Exception damage) when (damage is CryptographicException or FormatException)
        {
            throw new JsonException("A personal text does not open with the key of its owner.", damage);
        }
    }

    public override void Write(Utf8JsonWriter writer, PersonalText value, JsonSerializerOptions options)
    {
        var (key, context) = SealScope.Current;
        if (value.Value is null) writer.WriteNullValue();
        else if (key is null) writer.WriteStringValue(value.Value);
        else if (key.Key is null) writer.WriteNullValue();
        else writer.WriteBase64StringValue(key.Key.Seal(Encoding.UTF8.GetBytes(value.Value), context));
    }
}
