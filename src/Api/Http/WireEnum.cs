using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Inventory;

namespace Omnichannel.Http;

/// <summary>Writes an enum by its wire name: <c>PickUp</c> is <c>pick-up</c>. What is read goes through <see cref="WireNames"/> in the bodies, which name the field to blame.</summary>
public sealed class WireEnum<T> : JsonConverter<T> where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WireNames.TryParse<T>(reader.GetString() ?? "", out var value) ? value : throw new WrongValueException($"one of {string.Join(", ", WireNames.All<T>())}");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(WireNames.Of(value));
}
