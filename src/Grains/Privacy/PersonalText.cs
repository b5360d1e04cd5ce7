using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Omnichannel.Privacy;

/// <summary>I72: a text about a person. Machines see it in clear; in the journal it is sealed with the key of its owner, and it can be written in no other form.</summary>
/// <param name="Value">Null when the key was destroyed.</param>
/// <param name="Owner">Whose key seals it; null for the owner of the journal it is in. A text that is copied elsewhere says it, so that whoever destroys that key reaches the copy too.</param>
[GenerateSerializer, Immutable, Alias("personal-text"), JsonConverter(typeof(PersonalTextConverter))]
public sealed record PersonalText([property: Id(0)] string? Value, [property: Id(1)] string? Owner = null)
{
    public static PersonalText? Of(string? value) => value is null ? null : new(value);

    /// <summary>This text as it is copied to another journal: what says no owner is this one's.</summary>
    public PersonalText OwnedBy(string owner) => Owner is null ? this with { Owner = owner } : this;

    /// <summary>Never the value: what is printed ends up in logs.</summary>
    public override string ToString() => "(personal)";
}

/// <summary>How personal texts are written and read, for the duration of one call on one thread.</summary>
public readonly struct SealScope : IDisposable
{
    [ThreadStatic]
    private static KeyRing? _current;

    private readonly KeyRing? _outer;

    private SealScope(KeyRing? outer) => _outer = outer;

    internal static KeyRing Current =>
        _current ?? throw new InvalidOperationException("A personal text is read and written only inside a scope that knows its key.");

    public static SealScope Enter(KeyRing keys)
    {
        var scope = new SealScope(_current);
        _current = keys;
        return scope;
    }

    /// <summary>For the one answer that a person gets about themselves. Nothing that is sealed can be read in it.</summary>
    public static SealScope EnterClear() => Enter(KeyRing.Clear);

    public void Dispose() => _current = _outer;
}

/// <summary>Base64 of the sealed text, after the name of its owner when that is another one than of the journal; null once the key is gone.</summary>
public sealed class PersonalTextConverter : JsonConverter<PersonalText>
{
    private static readonly PersonalText Redacted = new((string?)null);

    public override bool HandleNull => true;

    public override PersonalText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? Redacted : SealScope.Current.Open(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, PersonalText value, JsonSerializerOptions options)
    {
        var (keys, text) = (SealScope.Current, SealScope.Current.Written(value));
        if (keys.IsClear || text is null) writer.WriteStringValue(text);
        else writer.WriteStringValue(AsIs(text));
    }

    /// <summary>Nothing in a sealed text or in the name of its owner has to be escaped.</summary>
    internal static JsonEncodedText AsIs(string sealedText) => JsonEncodedText.Encode(sealedText, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
}

/// <summary>A text that earlier versions wrote in clear, as a plain string. Sealed it is an object, so that nothing that anybody may have written is ever taken for it.</summary>
public sealed class OnceClearTextConverter : JsonConverter<PersonalText>
{
    /// <summary>The one member of the object.</summary>
    public const string Member = "sealed";

    public override PersonalText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return SealScope.Current.OpenClear(reader.GetString());
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement is { ValueKind: JsonValueKind.Object } written && written.TryGetProperty(Member, out var text) && text.ValueKind == JsonValueKind.String
            ? SealScope.Current.Open(text.GetString()!)
            : throw new JsonException("A text is neither sealed nor as earlier versions wrote it.");
    }

    public override void Write(Utf8JsonWriter writer, PersonalText value, JsonSerializerOptions options)
    {
        var (keys, text) = (SealScope.Current, SealScope.Current.Written(value));
        if (keys.IsClear || text is null)
        {
            writer.WriteStringValue(text);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString(Member, PersonalTextConverter.AsIs(text));
        writer.WriteEndObject();
    }
}
