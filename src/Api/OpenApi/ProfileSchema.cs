using Microsoft.OpenApi;
using Omnichannel.Customers;


namespace Omnichannel.OpenApi;

/// <summary>The fields of a profile, which the serialiser sees only as a tree.</summary>
internal static class ProfileSchema
{
    private const string CountryPattern = "^[A-Z]{2}$";
    private static readonly string[] Lines = ["title", "givenName", "familyName", "displayName", "company"];
    private static readonly string[] AddressLines = ["name", "company", "line1", "line2", "city", "region", "postalCode"];

    public static void Describe(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object | JsonSchemaType.Null;
        schema.Description = "What is known of a person. In a patch null takes a field away, or with the name of a group all of its fields.";
        schema.AdditionalPropertiesAllowed = false;
        schema.Properties = Lines.ToDictionary(static name => name, static _ => Text());
        schema.Properties["birthDate"] = Text(@"^\d{4}-\d{2}-\d{2}$");
        schema.Properties["language"] = Text("^[a-z]{2,3}(-[A-Z]{2})?$");
        schema.Properties[ProfileTree.Addresses] = Group(Address(), $"By names that the caller makes, for instance home. Each has line1, city and country. At most {Limits.AddressesMax}.");
        schema.Properties[ProfileTree.Preferences] = Group((OpenApiSchema)Text(), $"By names that the caller makes. At most {Limits.PreferencesMax}.");
        schema.Properties[ProfileTree.Tags] = Group(new OpenApiSchema { Type = JsonSchemaType.Boolean | JsonSchemaType.Null }, $"Segments: true for each. At most {Limits.TagsMax}.");
    }

    private static OpenApiSchema Address()
    {
        var address = new OpenApiSchema
        {
            Type = JsonSchemaType.Object | JsonSchemaType.Null,
            AdditionalPropertiesAllowed = false,
            Properties = AddressLines.ToDictionary(static name => name, static _ => Text()),
        };
        address.Properties["country"] = Text(CountryPattern);
        return address;
    }

    private static OpenApiSchema Group(OpenApiSchema inner, string description) => new()
    {
        Type = JsonSchemaType.Object | JsonSchemaType.Null,
        Description = $"{description} Names: {Ids.Identifier.Rule}.",
        AdditionalProperties = inner,
    };

    private static IOpenApiSchema Text(string? pattern = null) => new OpenApiSchema
    {
        Type = JsonSchemaType.String | JsonSchemaType.Null,
        MinLength = pattern is null ? 1 : null,
        MaxLength = pattern is null ? Limits.TextLengthMax : null,
        Pattern = pattern,
    };
}
