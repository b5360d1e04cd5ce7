using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Omnichannel.Carts;
using Omnichannel.Customers;
using Omnichannel.Http;
using Omnichannel.Ids;
using Omnichannel.Inventory;
using Omnichannel.Pricing;

namespace Omnichannel.OpenApi;

/// <summary>What the serialiser cannot know of our types: the alphabet of an identifier, and that a body takes no other fields.</summary>
internal sealed class BodySchemas : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(Channel)) DescribeText(schema, context, Check.ChannelPattern);
        else if (type == typeof(Currency)) DescribeText(schema, context, PriceChecks.CurrencyPattern);
        else if (IsIdentifier(type)) DescribeText(schema, context, Check.IdentifierPattern);
        else if (type.Name.EndsWith("Body", StringComparison.Ordinal)) Close(schema, context);
        else if (type == typeof(ProfileTree)) ProfileSchema.Describe(schema);
        else if (type.IsEnum) DescribeNames(schema, context, type);
        else if (type == typeof(long) || type == typeof(int)) DescribeNumber(schema, context);
        else if (IsNullable(schema, context)) schema.Type |= JsonSchemaType.Null;
        return Task.CompletedTask;
    }

    // The serialiser knows it of texts and numbers, and not of what has members. To the reader of a body null is left out, and what is required may not be.
    private static bool IsNullable(OpenApiSchema schema, OpenApiSchemaTransformerContext context) =>
        schema.Type == JsonSchemaType.Object
        && context.JsonPropertyInfo is { IsGetNullable: true } property
        && property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), true) is not true;

    private static bool IsIdentifier(Type type) =>
        type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IIdentifier<>));

    private static void DescribeText(OpenApiSchema schema, OpenApiSchemaTransformerContext context, string pattern)
    {
        schema.Type = JsonSchemaType.String;
        if (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is not null) schema.Type |= JsonSchemaType.Null;
        schema.Pattern = pattern;
    }

    private static void DescribeNames(OpenApiSchema schema, OpenApiSchemaTransformerContext context, Type type)
    {
        var names = Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName).Order(StringComparer.Ordinal);
        schema.Type = JsonSchemaType.String;
        schema.Enum = [.. names.Where(name => name != "none" || type == typeof(CartMergeReason)).Select(static name => (JsonNode)name)];
        if (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is null) return;
        schema.Type |= JsonSchemaType.Null;
        schema.Enum.Add(JsonNullSentinel.JsonNull);
    }

    // The range attribute counts in floating point, which writes large limits with an exponent.
    private static void DescribeNumber(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var attributes = context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(RangeAttribute), true);
        if (attributes?.OfType<RangeAttribute>().FirstOrDefault() is not { } range) return;
        schema.Minimum = Number(range.Minimum);
        schema.Maximum = Number(range.Maximum);
        schema.Format = "int64";
    }

    private static string Number(object bound) => Convert.ToDouble(bound, System.Globalization.CultureInfo.InvariantCulture) >= long.MaxValue
        ? long.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : Convert.ToInt64(bound, System.Globalization.CultureInfo.InvariantCulture).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static void Close(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        schema.AdditionalPropertiesAllowed = false;
        schema.Required = context.JsonTypeInfo.Properties
            .Where(property => property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), true) is true)
            .Select(property => property.Name)
            .ToHashSet();
        foreach (var name in schema.Required)
        {
            // To the reader null is left out, and what is required may not be.
            if (schema.Properties?[name] is OpenApiSchema required) required.Type &= ~JsonSchemaType.Null;
        }

        if (context.JsonTypeInfo.Type == typeof(MovementBody) && schema.Properties?["type"] is OpenApiSchema movement)
            movement.Enum = [.. WireNames.All<MovementType>().Order(StringComparer.Ordinal).Select(name => (JsonNode)name)];
    }
}
