using System.Text.Json;
using System.Text.Json.Serialization;

namespace Omnichannel.Http;

/// <summary>A value that is JSON, but not what the field takes.</summary>
public sealed class WrongValueException(string expected) : JsonException(expected)
{
    public string Expected { get; } = expected;
}

/// <summary>Units are counted: digits only. No fraction (5.0 neither), no exponent, no text.</summary>
public sealed class WholeNumberConverter : JsonConverter<long>
{
    private const string Expected = "a whole number, written in digits and within 64 bits";

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : throw new WrongValueException(Expected);

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
